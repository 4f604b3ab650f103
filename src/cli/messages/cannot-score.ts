import type { WaitingRows } from '../../report/waiting-rows.ts';
import type { UserMessage } from '../user-message.ts';

/** What is in the way of scoring: the predictions, what the task says, or that nothing was answered yet. */
export interface ScoreObstacle {
  readonly reason: string;
  readonly about: 'predictions' | 'task';
  readonly waiting?: WaitingRows;
}

export function cannotScore(path: string, { reason, about, waiting }: ScoreObstacle): UserMessage {
  if (waiting !== undefined) return nothingAnswered(path, reason, waiting);
  if (about === 'task')
    return {
      what: `the task is not clear, so ${path} was not scored: ${reason}`,
      likely: 'the options or lockstep.yaml name something that the answers cannot be held to; nothing was counted',
      try: [
        'lockstep score predictions.jsonl --classes safe,unsafe --class-path "[0].label"',
        'lockstep score predictions.jsonl --fields name,dose,unit --schema answer.schema.json',
        'lockstep score --help',
      ],
    };
  return {
    what: `the predictions of ${path} cannot be scored: ${reason}`,
    likely:
      'another file is meant, or its rows have no `output`: scoring needs one JSON object a line with id, output and (for accuracy) gold',
    try: [
      'lockstep score runs/my-run',
      'lockstep score predictions.jsonl --classes safe,unsafe --class-path "[0].label"',
      'lockstep score predictions.jsonl --data eval.jsonl',
    ],
  };
}

/** Before any answer: what the rows that wait will be able to show, so that their number can still be changed. */
function nothingAnswered(path: string, reason: string, waiting: WaitingRows): UserMessage {
  const { path: data, rows, gold } = waiting;
  const counted =
    gold === rows ? `${number(rows)} rows with gold` : `${number(gold)} of ${number(rows)} rows with gold`;
  return {
    what: `nothing of ${path} is answered yet: ${reason}; ${data} has ${counted} that wait for an answer`,
    likely: `the model was not run on them. ${gold === 0 ? 'Without gold nothing can be called right.' : planWords(waiting)}`,
    try: [
      'write predictions.jsonl: {"id": "…", "output": "…"}, one object a line with the ids of the data',
      `lockstep score predictions.jsonl --data ${data}`,
    ],
  };
}

function planWords({ gold, within, detectable }: WaitingRows): string {
  const found = detectable.flatMap(({ discordant, difference }) =>
    difference === null
      ? []
      : [`${points(difference)} points if ${Math.round(discordant * 100)} % of the answers change sides`],
  );
  const effect =
    found.length === 0
      ? 'no difference between two runs can be shown unless more than 30 % of the answers change sides'
      : `two runs compared on them differ detectably (80 % power, 5 % level) from ${found.join(', ')}`;
  return `What these ${number(gold)} rows will be able to show: an accuracy to within ± ${points(within)} points at worst (95 %); ${effect}. More rows show more`;
}

function points(share: number): string {
  return (share * 100).toFixed(1);
}

function number(count: number): string {
  return count.toLocaleString('en-US');
}
