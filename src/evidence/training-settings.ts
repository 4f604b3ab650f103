/** The arguments that decide labels and training, merged from training_args.bin, capture.json and the checkpoints; each with its file. */
export interface TrainingSettings {
  /** Class of the saved arguments: `trl.trainer.sft_config.SFTConfig`. */
  readonly configClass?: string;
  readonly values: Readonly<Record<string, Setting>>;
}

export interface Setting {
  /** TRL's and transformers' own key names: `max_length`, `packing`, `completion_only_loss`, `learning_rate`, … */
  readonly value: string | number | boolean | null;
  readonly path: string;
}
