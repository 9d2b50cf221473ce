// The page at `/`, first as it leaves the emulator, then in a real browser where there is one.
import { join } from "node:path";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { findBrowser } from "../../support/findBrowser";
import { batchJob, container, persistentJob } from "./jobBodies";
import { useRig } from "./useEmulator";

jest.setTimeout(60_000);

const HOUR_MS = 60 * 60 * 1000;
const pace = { assignAfterMs: 4000, startAfterMs: 6000, pullForMs: 20_000, runForMs: 240_000 };
const rig = useRig({ seed: "page", ...pace });
const { create } = rig;

const inImage = (image: string, overrides: Record<string, unknown> = {}): object => ({
  parameters: container({ image, ...overrides }),
});

const devBox = (): Record<string, unknown> =>
  persistentJob({
    gpu_count: 1,
    gpu_name: "RTX 4090",
    ...inImage("otoy/dispersed-base", { ports: [22, 8080] }),
  });

test("the page is one document that may run only its own script and ask only the emulator", async () => {
  const answer = await fetch(rig.emulator.url);
  const html = await answer.text();
  expect(html).toMatch(/^<!doctype html>/);
  expect(html).not.toMatch(/<link rel="stylesheet"|<script[^>]* src=/);
  const policy = answer.headers.get("content-security-policy")?.split("; ");
  const script = expect.stringMatching(/^script-src 'sha256-[\w+/]{43}='$/) as string;
  expect(policy).toEqual(
    expect.arrayContaining([
      ...["default-src 'none'", "connect-src 'self'", "form-action 'none'", script],
    ]),
  );
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
});

const executablePath = findBrowser(process.env);
const inBrowser = executablePath === undefined ? describe.skip : describe;

inBrowser("the page in a browser", () => {
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  let asked: Set<string>;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? "" });
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    complaints = [];
    asked = new Set();
    page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (sent) => {
      const { origin, protocol } = new URL(sent.url());
      if (protocol !== "data:") asked.add(origin);
    });
  });
  afterEach(() => page.close());

  const job = (title: string): Locator =>
    page
      .getByRole("article")
      .filter({ has: page.getByRole("heading", { name: title, exact: true }) });

  const text = (part: Locator, expected: string): Promise<void> =>
    part.filter({ hasText: expected }).waitFor();

  test("shows a running job, its endpoints and its bill, and asks only the emulator", async () => {
    await create(devBox());
    await page.goto(rig.emulator.url);
    const box = job("dev box");
    await text(box.locator("[data-part=status]"), "PENDING");

    rig.clock.advance(30_000);
    await text(box.locator("[data-part=status]"), "RUNNING");
    await text(page.locator("#news"), "dev box: RUNNING");
    const link = box.getByRole("link");
    const answer = await fetch((await link.getAttribute("href")) ?? "");
    expect(await answer.text()).toContain("port 8080");

    rig.clock.advance(HOUR_MS);
    await text(page.locator("#bill"), "$0.3500");
    await text(box.locator("[data-part=cost]"), "$0.3500");
    expect([[...asked], complaints]).toEqual([[rig.emulator.url], []]);
  });

  test("takes a hostile text for text", async () => {
    const title = `<img src=x onerror="window.hostile=1"></h3><script>window.hostile=1</script>`;
    const image = `"><svg onload=window.hostile=1>`;
    const uuid = await create(persistentJob({ title, ...inImage(image) }));
    await page.goto(rig.emulator.url);
    await rig.emulator.endJob(uuid, { status: "FAILED", reason: "<b>bold</b>" });
    await text(page.locator("[data-part=reason]"), "<b>bold</b>");
    expect(await page.getByRole("heading", { level: 3 }).textContent()).toBe(title);
    expect(await page.locator("[data-part=facts]").textContent()).toContain(image);
    expect(await page.locator("#jobs :is(img, svg, script, b)").count()).toBe(0);
    expect(await page.evaluate("window.hostile")).toBeUndefined();
  });

  test("has room for jobs in every stage, as in the picture of the documents", async () => {
    await create(batchJob({ title: "denoise", ...inImage("otoy/denoiser") }));
    rig.clock.advance(400_000);
    await create(devBox());
    rig.clock.advance(1_000_000);
    const env = { EMULATOR_EXIT_CODE: "3", EMULATOR_RUN_FOR_MS: "30000" };
    await create(batchJob({ title: "convert", ...inImage("library/debian", { env }) }));
    const fast = { gpu_count: 1, ...inImage("otoy/octane-render", { tag: "2026.1" }) };
    await create(batchJob({ title: "render", ...fast }));
    rig.clock.advance(71_000);
    await create(persistentJob({ title: "inference", gpu_count: 6 }));
    rig.clock.advance(12_000);
    await page.goto(rig.emulator.url);
    for (const title of ["denoise", "dev box", "convert", "render", "inference"]) {
      await job(title).waitFor();
    }
    const overflow = await page.evaluate(
      "document.documentElement.scrollWidth - document.documentElement.clientWidth",
    );
    expect(overflow).toBe(0);
    if (process.env["EMULATOR_SCREENSHOT"] !== undefined) {
      const path = join(__dirname, "..", "..", "..", "docs", "images", "emulator.png");
      await page.screenshot({ path, fullPage: true });
    }
  });
});
