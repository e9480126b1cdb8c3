export {
  arrayNode,
  type JsonMember,
  type JsonNode,
  type JsonObject,
  member,
  NULL,
  objectNode,
  stringNode,
  textOf,
} from './node';
export { MAX_DEPTH, parseJson, parseValueAt, skipSpace, tryParseJson } from './parse';
export { atPointer } from './pointer';
export { lastMembers, sameSource, sameValue, toValue } from './value';
export { writeCompact, writePython } from './write';
