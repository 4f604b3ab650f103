import type { CompileContext } from './compile-context.ts';
import type { Frame } from './render-frame.ts';
import type { Body } from './syntax-tree.ts';

/** What a statement asks of the loop around it. */
export type Signal = 'next' | 'break' | 'continue';

export type Run = (frame: Frame) => Signal;

/** Handed to the statements that have a body, so that they can stand in files of their own. */
export type CompileBody = (context: CompileContext, body: Body) => Run;
