import { failed, ok, type Result } from '../lib/result.ts';
import type { ParquetElement } from './parquet-footer.ts';

/**
 * A field of the schema. `def` is the definition level from which the field is there, `rep` the repetition level of its
 * closest repeated ancestor or itself (both as in the Dremel paper that Parquet follows); `firstLeaf` and `endLeaf` bound the
 * columns below it.
 */
export interface ParquetNode {
  readonly name: string;
  readonly element: ParquetElement;
  readonly repetition: 'REQUIRED' | 'OPTIONAL' | 'REPEATED';
  readonly def: number;
  readonly rep: number;
  readonly children: readonly ParquetNode[];
  readonly firstLeaf: number;
  readonly endLeaf: number;
  readonly shape: 'leaf' | 'struct' | 'list' | 'map';
}

/** A column of the file: one leaf of the schema. */
export interface ParquetLeaf {
  readonly node: ParquetNode;
  /** Elements from below the root to the leaf. */
  readonly path: readonly ParquetElement[];
}

export interface ParquetSchema {
  readonly fields: readonly ParquetNode[];
  readonly leaves: readonly ParquetLeaf[];
}

/** Ten lists of structs in each other take 30 levels; the assembly recurses this deep. */
const MAX_DEPTH = 64;

interface Building {
  readonly elements: readonly ParquetElement[];
  readonly leaves: ParquetLeaf[];
  next: number;
}

interface Above {
  readonly path: readonly ParquetElement[];
  readonly def: number;
  readonly rep: number;
}

/** Builds the tree from the flat list in the footer. Lists and maps are recognised by their annotation, in all their old spellings. */
export function parquetSchema(elements: readonly ParquetElement[]): Result<ParquetSchema> {
  const building: Building = { elements, leaves: [], next: 1 };
  const fields = children(building, elements[0]?.num_children ?? 0, { path: [], def: 0, rep: 0 });
  if (!fields.ok) return fields;
  if (building.next !== elements.length)
    return failed(`the schema lists ${elements.length} fields, but its tree has ${building.next}`);
  return ok({ fields: fields.value, leaves: building.leaves });
}

function children(building: Building, count: number, above: Above): Result<readonly ParquetNode[]> {
  const found: ParquetNode[] = [];
  for (let child = 0; child < count; child++) {
    const node = nextNode(building, above);
    if (!node.ok) return node;
    found.push(node.value);
  }
  return ok(found);
}

function nextNode(building: Building, above: Above): Result<ParquetNode> {
  const element = building.elements[building.next++];
  if (!element) return failed('the schema ends before its last field');
  if (above.path.length >= MAX_DEPTH) return failed(`the schema is nested more than ${MAX_DEPTH} deep`);
  const repetition = element.repetition_type ?? 'REQUIRED';
  const path = [...above.path, element];
  const def = above.def + (repetition === 'REQUIRED' ? 0 : 1);
  const rep = above.rep + (repetition === 'REPEATED' ? 1 : 0);
  const firstLeaf = building.leaves.length;
  const base = { name: element.name, element, repetition, def, rep, firstLeaf };
  if (element.type !== undefined) {
    if ((element.num_children ?? 0) > 0)
      return failed(`the field ${element.name} has both a type and fields of its own`);
    const leaf: ParquetNode = { ...base, children: [], endLeaf: firstLeaf + 1, shape: 'leaf' };
    building.leaves.push({ node: leaf, path });
    return ok(leaf);
  }
  const below = children(building, element.num_children ?? 0, { path, def, rep });
  if (!below.ok) return below;
  // A group without a column below it says nothing about its rows.
  if (building.leaves.length === firstLeaf) return failed(`the group ${element.name} holds no column`);
  const endLeaf = building.leaves.length;
  return ok({ ...base, children: below.value, endLeaf, shape: shapeOf(element, below.value) });
}

function shapeOf(element: ParquetElement, below: readonly ParquetNode[]): ParquetNode['shape'] {
  const [only] = below;
  if (only === undefined || below.length !== 1 || only.repetition !== 'REPEATED') return 'struct';
  const type = element.converted_type ?? element.logical_type?.type;
  if (type === 'LIST') return 'list';
  // Hive and old parquet-mr wrote MAP_KEY_VALUE where MAP is meant (LogicalTypes.md, "Backward-compatibility rules").
  const isMap = (type === 'MAP' || type === 'MAP_KEY_VALUE') && only.children.length === 2;
  return isMap && only.children[0]?.shape === 'leaf' ? 'map' : 'struct';
}
