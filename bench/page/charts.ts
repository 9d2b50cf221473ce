// The plots of docs/performance.md.
import { init, type EChartsOption } from "echarts";

import { variants, variantLabels, type Variant } from "../figures";
import { LARGE, WAITING, type Figures } from "./goals";

const SIZES = [1, 10, 100, 1_000];
const colours: Readonly<Record<Variant, string>> = {
  baseline: "#8c8c8c",
  handWritten: "#c0504d",
  dynamic: "#1f6feb",
  native: "#2e8b57",
};
/** The plots by their files; none of what was not measured. */
export function charts(figures: Figures): ReadonlyMap<string, string> {
  const plots: readonly (readonly [string, EChartsOption | undefined])[] = [
    ["up.svg", growth(figures, "up", "Time of `pulumi up`, in seconds")],
    ["destroy.svg", growth(figures, "destroy", "Time of `pulumi destroy`, in seconds")],
    [
      "waiting.svg",
      bars(
        figures,
        `${WAITING}: requests per job`,
        "Requests of a job that waits a minute, among a hundred",
      ),
    ],
    ["state.svg", bars(figures, `state of each of ${LARGE}`, "Bytes of state of each job")],
  ];
  return new Map(
    plots.flatMap(([name, option]) =>
      option === undefined ? [] : [[name, drawn(option)] as const],
    ),
  );
}

function growth(figures: Figures, command: string, title: string): EChartsOption | undefined {
  const of = (size: number): ReturnType<Figures> =>
    figures(`${command} of ${size === 1 ? "1 job" : `${size.toLocaleString("en")} jobs`}`);
  if (SIZES.some((size) => of(size) === undefined)) return undefined;
  return {
    ...frame(title),
    legend: { bottom: 0, data: variants.map((variant) => variantLabels[variant]) },
    xAxis: { type: "log", name: "jobs", min: 1, max: 1_000 },
    yAxis: { type: "log" },
    series: variants.map((variant) => ({
      type: "line",
      name: variantLabels[variant],
      color: colours[variant],
      data: SIZES.map((size) => [size, of(size)?.[variant] ?? null]),
    })),
  };
}

function bars(figures: Figures, name: string, title: string): EChartsOption | undefined {
  const figure = figures(name);
  if (figure === undefined) return undefined;
  const measured = variants.filter((variant) => figure[variant] !== null);
  return {
    ...frame(title),
    xAxis: { type: "category", data: measured.map((variant) => variantLabels[variant]) },
    yAxis: { type: "value" },
    series: [
      {
        type: "bar",
        barMaxWidth: 60,
        label: { show: true, position: "top" },
        data: measured.map((variant) => ({
          value: figure[variant],
          itemStyle: { color: colours[variant] },
        })),
      },
    ],
  };
}

const frame = (title: string): EChartsOption => ({
  animation: false,
  backgroundColor: "#ffffff",
  title: { text: title, left: "center", textStyle: { fontSize: 14 } },
  grid: { left: 60, right: 60, top: 50, bottom: 60 },
});

function drawn(option: EChartsOption): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width: 640, height: 360 });
  chart.setOption(option);
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}
