/** Where people say they are. */
import { describe, expect, test } from "@jest/globals";
import { createReadArea } from "../../../bot/understanding/area.ts";
import { kilometres, nearestArea } from "../../../flows/area.ts";
import { loadContent } from "../../../server/content.ts";

const { areas } = loadContent({ name: "x", contact: "y" }).directory!;
const read = createReadArea(areas);

describe("a name as people type it", () => {
  test.each([
    ["Ciudad de Panamá", ["ciudad-de-panama"]], ["panama", ["ciudad-de-panama"]], ["PANAMA CITY!!", ["ciudad-de-panama"]], ["estoy en panamá oeste", ["panama-oeste"]], ["vivo en tocumen, panamá", ["tocumen"]],
    ["la chorrera", ["la-chorrera"]], ["Chorera", ["la-chorrera"]], ["24 de diciembre", ["24-de-diciembre"]], ["Meteti", ["meteti"]], ["darien", ["darien"]], ["en david chiriqui", ["david"]], ["je suis à Colón", ["colon"]],
    ["أنا في مدينة بنما", ["ciudad-de-panama"]], ["santa fe", ["santa-fe-veraguas", "santa-fe-darien"]], ["santa fe darien", ["santa-fe-darien"]],
    ["Madrid", []], ["", []], ["???", []], ["no sé", []], ["quiero saber cuanto tiempo tengo para pedir el permiso de trabajo si vivo en panama", []],
  ])("%s", (said, ids) => {
    const found = read(said);
    expect(found.toSorted()).toEqual([...ids].toSorted());
  });

  test("every area is found by its own name, alone or among those that bear it", () => {
    expect(areas.filter(area => !read(area.name).includes(area.id)).map(area => area.name)).toEqual([]);
  });
});

describe("a point on the map", () => {
  test.each([["Tumba Muerto", 9.012, -79.521, "tumba-muerto"], ["Metetí", 8.49, -77.97, "meteti"], ["David", 8.43, -82.43, "david"], ["Bogotá", 4.71, -74.07, undefined], ["Null Island", 0, 0, undefined]])("%s", (_what, lat, lon, id) => {
    expect(nearestArea(areas, { lat, lon })?.id).toBe(id);
  });

  test("lies as far from another as the globe says", () => {
    expect(kilometres({ lat: 8.98, lon: -79.52 }, { lat: 9.36, lon: -79.9 })).toBeCloseTo(59.4, 0);
    expect(kilometres({ lat: 0, lon: 0 }, { lat: 0, lon: 180 })).toBeCloseTo(Math.PI * 6371, 0);
  });
});
