"""Capture what the trainer's own collator produces, for Lockstep.

    from lockstep_capture import capture
    trainer = SFTTrainer(...)
    capture(trainer, "capture")        # before trainer.train()

Writes capture/batches.jsonl (ids and labels as the model receives them, padding removed) and capture/capture.json (versions,
special tokens, the arguments that decide labels). It changes nothing: the batches are made by the trainer's own data loader, once,
before training. No network, no dependency beyond what the trainer has already.
"""

import importlib.metadata
import json
import os

ARGUMENTS = (
    "max_length", "packing", "packing_strategy", "padding_free", "completion_only_loss", "assistant_only_loss", "dataset_text_field",
    "eos_token", "pad_token", "chat_template_path", "learning_rate", "num_train_epochs", "max_steps", "per_device_train_batch_size",
    "gradient_accumulation_steps", "lr_scheduler_type", "warmup_steps", "weight_decay", "seed", "loss_type", "neftune_noise_alpha",
    "label_smoothing_factor",
)
LIBRARIES = ("torch", "transformers", "trl", "peft", "datasets", "tokenizers", "accelerate")


def capture(trainer, folder="capture", batches=8, dataset_rows=None):
    """Take `batches` batches from `trainer` and write them below `folder`. `dataset_rows`: rows before the trainer's preparation."""
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "batches.jsonl"), "w", encoding="utf-8") as out:
        for step, batch in enumerate(trainer.get_train_dataloader()):
            if step >= batches:
                break
            for row in _rows(batch):
                out.write(json.dumps({"step": step, **row}) + "\n")
    with open(os.path.join(folder, "capture.json"), "w", encoding="utf-8") as out:
        json.dump(_meta(trainer, dataset_rows), out, indent=1, default=str)


def _rows(batch):
    """Rows of a batch without their padding. Padding-free batches have no mask and are one row."""
    mask = batch.get("attention_mask")
    for index, (ids, labels) in enumerate(zip(batch["input_ids"].tolist(), batch["labels"].tolist())):
        keep = [True] * len(ids) if mask is None else [bool(one) for one in mask[index].tolist()]
        yield {
            "row": index,
            "input_ids": [token for token, kept in zip(ids, keep) if kept],
            "labels": [label for label, kept in zip(labels, keep) if kept],
        }


def _meta(trainer, dataset_rows):
    processing = trainer.processing_class
    tokenizer = getattr(processing, "tokenizer", processing)
    tokens = {f"{name}_token{suffix}": getattr(tokenizer, f"{name}_token{suffix}", None)
              for name in ("eos", "pad", "bos") for suffix in ("", "_id")}
    return {
        "format": "lockstep-capture/1",
        "versions": {name: _version(name) for name in LIBRARIES if _version(name)},
        "processing_class": type(processing).__name__,
        "model_class": type(getattr(trainer.model, "base_model", trainer.model)).__name__,
        **tokens,
        "trainer": f"{type(trainer).__module__.split('.')[0]}.{type(trainer).__name__}",
        "data_collator": type(trainer.data_collator).__name__,
        "args": {key: getattr(trainer.args, key) for key in ARGUMENTS if hasattr(trainer.args, key)},
        "resolved_completion_only_loss": getattr(trainer, "completion_only_loss", None),
        "dataset_rows": dataset_rows,
        "trained_rows": len(trainer.train_dataset) if hasattr(trainer.train_dataset, "__len__") else None,
    }


def _version(name):
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None
