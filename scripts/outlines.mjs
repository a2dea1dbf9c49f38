// Writes assets/outlines.json: coasts, borders and the states of the USA, for the map of territories.
//
//   npm install world-atlas@2 us-atlas@3 topojson-client@3 topojson-simplify@3   (in an empty folder)
//   node …/scripts/outlines.mjs                                                  (in that folder)
//
// The shapes are Natural Earth's (public domain) and the US Census Bureau's (public domain), as the
// packages world-atlas and us-atlas hand them out. Coordinates: hundredths of a degree, east and, by
// Mercator, south. Where we hunt (NEAR) the lines are kept finer than elsewhere.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.cwd()}/`);
const { feature, mesh } = require("topojson-client");
const { presimplify } = require("topojson-simplify");
const read = (name) => JSON.parse(readFileSync(require.resolve(name), "utf8"));
const NEAR = [-126, 7, -59, 50]; // west, south, east, north
const FINE = 0.0016, COARSE = 0.06; // square degrees of the smallest corner that is kept
const NORTH = 78, SOUTH = -56;

function isNear([lon, lat]) {
  return lon > NEAR[0] && lon < NEAR[2] && lat > NEAR[1] && lat < NEAR[3];
}

function simplify(topology, fine, coarse) {
  const weighed = presimplify(topology);
  weighed.arcs = weighed.arcs.map((arc) => {
    const least = arc.some(isNear) ? fine : coarse;
    return arc.filter(([, , weight]) => weight >= least).map(([x, y]) => [x, y]);
  });
  return weighed;
}

function project([lon, lat]) {
  const kept = Math.max(-85, Math.min(85, lat));
  const y = (180 / Math.PI) * Math.log(Math.tan(Math.PI / 4 + (kept * Math.PI) / 360));
  return [Math.round(lon * 100), Math.round(-y * 100)];
}

/** Relative steps: the shortest way to say the same. */
function path(points, closed) {
  let out = "", last = null, first = null, steps = 0;
  for (const point of points.map(project)) {
    if (!last) { out = `M${point[0]} ${point[1]}`; first = point; }
    else {
      const dx = point[0] - last[0], dy = point[1] - last[1];
      if (!dx && !dy) continue;
      out += `${steps ? "" : "l"}${steps && dx >= 0 ? " " : ""}${dx}${dy >= 0 ? " " : ""}${dy}`;
      steps += 1;
    }
    last = point;
  }
  return steps < (closed ? 3 : 1) ? "" : out + (closed ? "z" : "");
}

function area(ring) {
  let sum = 0;
  for (let n = 0; n + 1 < ring.length; n += 1) sum += ring[n][0] * ring[n + 1][1] - ring[n + 1][0] * ring[n][1];
  return Math.abs(sum / 2);
}

function rings(geometry) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return polygons.flat();
}

function middle(geometry) {
  const ring = rings(geometry).sort((a, b) => area(b) - area(a))[0];
  let x = 0, y = 0, weight = 0;
  for (let n = 0; n + 1 < ring.length; n += 1) {
    const cross = ring[n][0] * ring[n + 1][1] - ring[n + 1][0] * ring[n][1];
    x += (ring[n][0] + ring[n + 1][0]) * cross; y += (ring[n][1] + ring[n + 1][1]) * cross; weight += 3 * cross;
  }
  return [x / weight, y / weight];
}

const world = simplify(read("world-atlas/countries-50m.json"), FINE, COARSE);
const usa = simplify(read("us-atlas/states-10m.json"), FINE / 2, FINE / 2);
const land = rings(feature(world, world.objects.countries).features.reduce((all, one) => {
  all.coordinates.push(...(one.geometry ? (one.geometry.type === "Polygon" ? [one.geometry.coordinates] : one.geometry.coordinates) : []));
  return all;
}, { type: "MultiPolygon", coordinates: [] }))
  .filter((ring) => ring.every(([, lat]) => lat > SOUTH) && ring.some(([, lat]) => lat < NORTH))
  .filter((ring) => area(ring) > (ring.some(isNear) ? 0.004 : 0.6));
const lines = (topology, object) =>
  mesh(topology, object, (a, b) => a !== b).coordinates.map((line) => path(line, false)).join("");
const names = feature(world, world.objects.countries).features
  .filter((one) => one.geometry && rings(one.geometry).some((ring) => ring.some(isNear)))
  .map((one) => [one.properties.name, ...project(middle(one.geometry)), Math.round(Math.sqrt(rings(one.geometry).reduce((sum, ring) => sum + area(ring), 0)))])
  .filter((one) => one[3] > 0);
const states = feature(usa, usa.objects.states).features
  .filter((one) => one.geometry)
  .map((one) => [one.properties.name, ...project(middle(one.geometry))]);

const document = {
  land: land.map((ring) => path(ring, true)).join(""),
  borders: lines(world, world.objects.countries),
  states: lines(usa, usa.objects.states),
  names, state_names: states,
};
const target = new URL("../assets/outlines.json", import.meta.url);
writeFileSync(target, JSON.stringify(document) + "\n");
for (const [key, value] of Object.entries(document)) console.log(key, JSON.stringify(value).length);
