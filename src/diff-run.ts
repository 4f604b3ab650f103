import { bosByRuntime } from './diff/bos-by-runtime.ts';
import { diffSides } from './diff/diff-sides.ts';
import { prefixProof } from './diff/prefix-proof.ts';
import { sideNotes } from './diff/side-notes.ts';
import type { SideReport } from './diff/side-report.ts';
import { ggufComparison } from './evidence/derive/gguf-comparison.ts';
import { deriveTemplateProbes } from './evidence/derive/template-probes.ts';
import { deriveTrainedRows } from './evidence/derive/trained-rows.ts';
import { turnEndId } from './evidence/derive/turn-end-id.ts';
import type { GgufAspect } from './evidence/gguf-comparison.ts';
import { PROBE_CONVERSATIONS } from './evidence/probe-conversations.ts';
import type { RunTokenizer } from './evidence/run-tokenizer.ts';
import type { Conversation, SideFacts } from './evidence/side-facts.ts';
import type { TrainedRows } from './evidence/trained-rows.ts';
import { gather } from './gather/gather.ts';
import { findPlaces } from './gather/layout.ts';
import { gatherSide, type SidePlace } from './gather/side.ts';
import { readDataConversations } from './gather/side-conversations.ts';
import { gatherRunSides } from './gather/side-run.ts';
import { failed, ok, type Result } from './lib/result.ts';
import type { RunFiles } from './source/run-files.ts';

/** Compares what two sides send for the same conversations; `left` is the trained one. A place that cannot be read is a problem. */
export async function diffPlaces(left: SidePlace, right: SidePlace): Promise<Result<readonly SideReport[]>> {
  const [one, other] = await Promise.all([gatherSide(left), gatherSide(right)]);
  if (!one.ok) return failed(`${left.name}: ${one.problem.reason}`);
  if (!other.ok) return failed(`${right.name}: ${other.problem.reason}`);
  const training = left.file === undefined ? await readTraining(left.files) : NO_TRAINING;
  return ok([reportOf([one.value, other.value], training)]);
}

/** Compares the training side of a run with everything in its folder that says what is sent: the served folder, a GGUF, the requests. */
export async function diffRun(files: RunFiles): Promise<Result<readonly SideReport[]>> {
  const { trained, others } = await gatherRunSides(files);
  if (trained === undefined) return failed('holds no training folder');
  if (others.length === 0)
    return failed('holds nothing to compare the training folder with: no served folder and no requests');
  const training = await readTraining(files);
  return ok(others.map((other) => reportOf([trained, other], training)));
}

/** What was trained on, as far as the left side's folder holds it. */
interface Training {
  readonly rows: readonly Conversation[];
  readonly captured?: { readonly trained: TrainedRows; readonly tokenizer: RunTokenizer };
}

const NO_TRAINING: Training = { rows: [] };

async function readTraining(files: RunFiles): Promise<Training> {
  const { trainSet } = await findPlaces(files);
  const read = trainSet && (await readDataConversations(trainSet));
  const rows = read?.state === 'found' ? read.value.conversations : [];
  const gathered = await gather(files);
  if (gathered.tokenizer.state !== 'found') return { rows };
  const trained = deriveTrainedRows(gathered, deriveTemplateProbes(gathered));
  if (trained.state !== 'found') return { rows };
  return { rows, captured: { trained: trained.value, tokenizer: gathered.tokenizer.value } };
}

function reportOf(sides: readonly [SideFacts, SideFacts], { rows, captured }: Training): SideReport {
  const { conversations, words } = conversationsFor(sides, rows);
  const gguf = ggufAspects(sides);
  const [left, side] = sides;
  return {
    comparison: diffSides(left, side, conversations),
    conversations: words,
    bos: sides.flatMap((one) => {
      const runtimes = one.kind === 'folder' ? bosByRuntime(one) : [];
      return runtimes.length > 0 ? [{ side: one.name, runtimes }] : [];
    }),
    notes: sideNotes(sides),
    ...(gguf === undefined ? {} : { gguf }),
    ...(captured === undefined ? {} : { prefix: prefixProof({ ...captured, conversations: rows, side }) }),
  };
}

/** The requests' own conversations, or the training rows and the probes. */
function conversationsFor(
  sides: readonly [SideFacts, SideFacts],
  rows: readonly Conversation[],
): { readonly conversations: readonly Conversation[]; readonly words: string } {
  const requests = sides.find((side) => side.kind === 'requests');
  if (requests !== undefined) {
    const { conversations, path } = requests.requests;
    return { conversations, words: `${conversations.length} conversations of ${path}` };
  }
  const named = rows.map((row) => ({ ...row, id: `training row ${row.row}` }));
  const probes = PROBE_CONVERSATIONS.map(({ id, input }) => ({ id: `probe ${id}`, input }));
  const words = `${probes.length} probe conversations`;
  return {
    conversations: [...named, ...probes],
    words: named.length > 0 ? `${named.length} training rows and ${words}` : words,
  };
}

function ggufAspects([left, right]: readonly [SideFacts, SideFacts]): readonly GgufAspect[] | undefined {
  const gguf = [left, right].find((side) => side.kind === 'gguf');
  const folder = [left, right].find((side) => side.kind === 'folder');
  if (gguf === undefined || folder?.tokenizer === undefined) return undefined;
  const { template, tokenizer } = folder;
  const end = template === undefined ? undefined : turnEndId(template.source, tokenizer.tokenizer);
  return ggufComparison(gguf.model, {
    source: tokenizer,
    endsAnswers: end === undefined ? [] : [end],
    ...(template === undefined ? {} : { template }),
  });
}
