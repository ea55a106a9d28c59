/** Areas of Panama, by the names people give where they are: provinces, comarcas, districts and towns, each with a rough
 *  centre. Nearness is reckoned from these; they are too rough to be shown on a map. */

export type AreaId = string;
export type Point = { lat: number; lon: number };

export type Area = Point & {
  id: AreaId;
  name: string;
  kind: "province" | "district" | "town";
  /** How else people call it. */
  also?: string[];
  /** Its place among the areas that are offered, 1 first. */
  listed?: number;
};

/** Kilometres beyond which nothing is called near: an hour or two by bus. */
export const NEAR_KM = 60;

const EARTH_KM = 6371;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Along the great circle. */
export function kilometres(a: Point, b: Point): number {
  const [north, south] = [radians(a.lat), radians(b.lat)];
  const h = Math.sin((south - north) / 2) ** 2 + Math.cos(north) * Math.cos(south) * Math.sin(radians(b.lon - a.lon) / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.sqrt(h));
}

export const areaOf = (areas: readonly Area[], id: AreaId | null): Area | undefined => areas.find(area => area.id === id);

/** The district or town that a point lies in or by; null far from all of them. */
export function nearestArea(areas: readonly Area[], point: Point): Area | null {
  let nearest: Area | null = null, least = NEAR_KM;
  for (const area of areas) {
    const distance = area.kind === "province" ? Infinity : kilometres(area, point);
    if (distance < least) [nearest, least] = [area, distance];
  }
  return nearest;
}

/** The areas that are offered to choose from, in their order. */
export function listedAreas(areas: readonly Area[]): Area[] {
  return areas.filter(area => area.listed !== undefined).toSorted((a, b) => a.listed! - b.listed!);
}
