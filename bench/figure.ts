/** One measured figure, and whether it is what it must be. */

export type Figure = {
  figure: string; what: string; value: number; unit: string;
  /** `more`: the higher the better. */
  better: "more" | "less"; must: number; aim?: number;
  /** What the figure was made from. */
  detail: object;
};

export type Judged = Figure & { met: "aim" | "must" | "missed" };

export function judge(figure: Figure): Judged {
  const reaches = (goal: number): boolean => figure.better === "more" ? figure.value >= goal : figure.value <= goal;
  return { ...figure, met: !reaches(figure.must) ? "missed" : reaches(figure.aim ?? figure.must) ? "aim" : "must" };
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b), middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
