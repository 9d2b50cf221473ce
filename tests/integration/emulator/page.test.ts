// The page at `/`, first as it leaves the emulator, then in a real browser where there is one.
import { join } from "node:path";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { findBrowser } from "../../support/findBrowser";
import { batchJob, container, persistentJob } from "./jobBodies";
import { useRig } from "./useEmulator";

jest.setTimeout(60_000);

const startMs = Date.UTC(2026, 0, 1);
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

async function overview(): Promise<Record<string, unknown>> {
  const answer = await fetch(`${rig.emulator.url}/_emulator/overview`);
  return (await answer.json()) as Record<string, unknown>;
}

describe("the overview that the page asks for", () => {
  test("shows each stage of a job's life", async () => {
    await create(batchJob());
    rig.clock.advance(HOUR_MS);
    const stages = { PENDING: 0, ASSIGNED: 4000, PREPARING: 10_000, RUNNING: 30_000 };
    const starts = [...Object.values(stages), 270_000].map((ms) => startMs + ms);
    const life = [...Object.keys(stages), "COMPLETED"].map((status, index) => ({
      ...{ status, fromMs: starts[index], toMs: starts[index + 1] ?? starts[index] },
    }));
    const jobs = [{ status: "COMPLETED", life }];
    expect(await overview()).toMatchObject({ alive: 0, ended: 1, requests: 1, jobs });
  });

  test("shows where a running job is reached, and what it costs", async () => {
    await create(devBox());
    rig.clock.advance(30_000 + HOUR_MS);
    const node = { gpu: "1x NVIDIA RTX 4090", region: "us-east-1", hourlyRateUsd: 0.35 };
    const endpoints = [{ name: "ssh", hostname: "127.0.0.1" }, { name: "8080" }];
    const box = { ...node, image: "otoy/dispersed-base", costUsd: 0.35, endpoints };
    expect(await overview()).toMatchObject({ billUsd: 0.35, rateUsd: 0.35, jobs: [box] });
  });

  test("shows live jobs before ended ones, and not all of the ended ones", async () => {
    const first = await create(persistentJob());
    for (let count = 0; count < 51; count += 1) {
      await rig.emulator.endJob(await create(batchJob()), { status: "COMPLETED" });
    }
    const { jobs, ended } = (await overview()) as { jobs: { uuid: string }[]; ended: number };
    expect([jobs[0]?.uuid, jobs.length, ended]).toEqual([first, 51, 51]);
  });
});

describe("the page as it is served", () => {
  test("is one document that may run only its own script and ask only the emulator", async () => {
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

  const text = (part: Locator, expected: string | RegExp): Promise<void> =>
    part.filter({ hasText: expected }).waitFor();

  const number = async (selector: string): Promise<number> =>
    Number((await page.locator(selector).textContent())?.replace(/[^\d.]/g, ""));

  test("says that there is no job, and shows the first one by itself", async () => {
    await page.goto(rig.emulator.url);
    await page.getByText("No job yet").waitFor();
    await create(devBox());
    await job("dev box").waitFor();
    expect(await page.getByText("No job yet").isVisible()).toBe(false);
  });

  test("shows a running job, its endpoints and its bill, and announces what changes", async () => {
    await create(devBox());
    await page.goto(rig.emulator.url);
    const box = job("dev box");
    await text(box.locator("[data-part=status]"), "PENDING");
    expect(await box.getByRole("list", { name: "Endpoints" }).isVisible()).toBe(false);

    expect(await page.locator("#news").textContent()).toBe("");

    rig.clock.advance(30_000);
    await text(box.locator("[data-part=status]"), "RUNNING");
    await text(page.locator("#news"), "dev box: RUNNING");
    await text(box, "1x NVIDIA RTX 4090");
    await text(box.getByRole("list", { name: "Life" }), "RUNNING 0.0 s");
    const link = box.getByRole("link");
    const answer = await fetch((await link.getAttribute("href")) ?? "");
    expect(await answer.text()).toContain("port 8080");
    await text(box.getByRole("list", { name: "Endpoints" }), /ssh → 127\.0\.0\.1:\d+/);
    expect(await number("#bill")).toBe(0);
    expect(await number("#rate")).toBe(0.35);

    rig.clock.advance(HOUR_MS);
    await text(page.locator("#bill"), "$0.3500");
    await text(box.locator("[data-part=cost]"), "$0.3500");
    await text(box.getByRole("list", { name: "Life" }), "RUNNING 1 h 0 min");

    rig.clock.advance(HOUR_MS);
    await text(page.locator("#bill"), "$0.7000");
  });

  test("shows how a job ends: its endpoints go, its bill stays", async () => {
    const uuid = await create(devBox());
    rig.clock.advance(30_000 + HOUR_MS);
    await page.goto(rig.emulator.url);
    const box = job("dev box");
    await box.getByRole("link").waitFor();

    await rig.emulator.endJob(uuid, { status: "FAILED", reason: "the node melted" });
    await text(box.locator("[data-part=status]"), "FAILED");
    await text(box, "the node melted");
    await box.getByRole("link").waitFor({ state: "detached" });
    rig.clock.advance(HOUR_MS);
    await text(page.locator("#now"), "02:00:30");
    expect([await number("#bill"), await number("#rate"), await number("#alive")]).toEqual([
      0.35, 0, 0,
    ]);
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

  test("sends requests only to the emulator, and nothing in it fails", async () => {
    await create(devBox());
    await page.goto(rig.emulator.url);
    await job("dev box").waitFor();
    await page.emulateMedia({ colorScheme: "dark" });
    rig.clock.advance(30_000);
    await job("dev box").getByRole("link").waitFor();
    expect([...asked]).toEqual([rig.emulator.url]);
    expect(complaints).toEqual([]);
  });

  test("says when the emulator is gone", async () => {
    await page.goto(rig.emulator.url);
    await text(page.locator("#connection"), "Live");
    await rig.emulator.close();
    await text(page.locator("#connection"), "The emulator does not answer");
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
