"""Measures what transformers and TRL do with images; writes expansions.json, collated.json and text-only.json beside this file.

Needs transformers 5.18.0, TRL 1.13.0, Pillow. Without torchvision it runs the PIL image processors (the same arithmetic) behind
stand-in modules, because some processor modules import torchvision only for type names.
"""
import copy, importlib, importlib.machinery, json, os, random, re, sys, types
from unittest.mock import MagicMock

def stand_in(name):
    module = types.ModuleType(name)
    module.__spec__ = importlib.machinery.ModuleSpec(name, None, is_package=True)
    module.__path__ = []
    module.__getattr__ = lambda key: MagicMock(name=f'{name}.{key}')
    sys.modules[name] = module

import torch  # noqa: E402
import transformers  # noqa: E402
from transformers import PreTrainedTokenizerFast  # noqa: E402
from transformers.processing_utils import ProcessorMixin  # noqa: E402
try:
    import torchvision  # noqa: F401
except ImportError:
    for name in ['torchvision', 'torchvision.transforms', 'torchvision.transforms.v2', 'torchvision.transforms.v2.functional', 'torchvision.transforms.functional', 'torchvision.io']:
        stand_in(name)
if 'num2words' not in sys.modules:
    stand_in('num2words')
import transformers.utils.import_utils as iu  # noqa: E402
iu.is_num2words_available = lambda: True
transformers.utils.is_num2words_available = lambda: True
ProcessorMixin.check_argument_for_proper_class = lambda self, name, arg: type(arg)
from PIL import Image  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
MEDIA = {
    'qwen': ['<|vision_start|>', '<|vision_end|>', '<|image_pad|>', '<|video_pad|>'],
    'gemma3': ['<start_of_image>', '<end_of_image>', '<image_soft_token>'],
    'gemma4': ['<|image>', '<image|>', '<|image|>', '<|audio>', '<audio|>', '<|audio|>'],
    'idefics': [],
    'smolvlm': ['<fake_token_around_image>', '<image>', '<end_of_utterance>'],
    'llava': ['<image>'],
    'pixtral': ['[IMG]', '[IMG_BREAK]', '[IMG_END]'],
}

def byte_alphabet():
    moved, alphabet = 0, []
    for byte in range(256):
        if 33 <= byte <= 126 or 161 <= byte <= 172 or byte >= 174:
            alphabet.append(chr(byte))
        else:
            alphabet.append(chr(256 + moved)); moved += 1
    return alphabet

def tokenizer_json(kind):
    """Every byte is a token; special tokens behind them. `merge` adds one token for two newlines."""
    alphabet = byte_alphabet()
    vocab = {c: i for i, c in enumerate(alphabet)}
    newline = alphabet[10]
    vocab[newline + newline] = 256
    special = ['<pad>', '<bos>', '<|im_start|>', '<|im_end|>', *MEDIA[kind]]
    return {
        'version': '1.0', 'truncation': None, 'padding': None,
        'added_tokens': [{'id': 257 + i, 'content': t, 'single_word': False, 'lstrip': False, 'rstrip': False, 'normalized': False, 'special': True} for i, t in enumerate(special)],
        'normalizer': None,
        'pre_tokenizer': {'type': 'ByteLevel', 'add_prefix_space': False, 'trim_offsets': True, 'use_regex': True},
        'post_processor': None, 'decoder': {'type': 'ByteLevel', 'add_prefix_space': True, 'trim_offsets': True, 'use_regex': True},
        'model': {'type': 'BPE', 'dropout': None, 'unk_token': None, 'continuing_subword_prefix': None, 'end_of_word_suffix': None, 'fuse_unk': False, 'byte_fallback': False, 'vocab': vocab, 'merges': [[newline, newline]]},
    }

def tokenizer(kind):
    from tokenizers import Tokenizer
    tok = PreTrainedTokenizerFast(tokenizer_object=Tokenizer.from_str(json.dumps(tokenizer_json(kind))), pad_token='<pad>', bos_token='<bos>', eos_token='<|im_end|>')
    names = {
        'gemma3': {'boi_token': '<start_of_image>', 'eoi_token': '<end_of_image>', 'image_token': '<image_soft_token>'},
        'gemma4': {'boi_token': '<|image>', 'eoi_token': '<image|>', 'image_token': '<|image|>', 'boa_token': '<|audio>', 'eoa_token': '<audio|>', 'audio_token': '<|audio|>'},
    }.get(kind, {})
    for name, text in names.items():
        setattr(tok, name, text)
        if name in ('image_token', 'boi_token', 'audio_token'):
            setattr(tok, name + '_id', tok.convert_tokens_to_ids(text))
    return tok

def load(path, name):
    return getattr(importlib.import_module('transformers.models.' + path), name)

FAMILIES = {
    'Qwen2VLProcessor': ('qwen', 'qwen2_vl.processing_qwen2_vl', 'qwen2_vl.image_processing_pil_qwen2_vl', 'Qwen2VLImageProcessorPil'),
    'Qwen2_5_VLProcessor': ('qwen', 'qwen2_5_vl.processing_qwen2_5_vl', 'qwen2_vl.image_processing_pil_qwen2_vl', 'Qwen2VLImageProcessorPil'),
    'Qwen3VLProcessor': ('qwen', 'qwen3_vl.processing_qwen3_vl', 'qwen2_vl.image_processing_pil_qwen2_vl', 'Qwen2VLImageProcessorPil'),
    'Gemma3Processor': ('gemma3', 'gemma3.processing_gemma3', 'gemma3.image_processing_pil_gemma3', 'Gemma3ImageProcessorPil'),
    'Gemma4Processor': ('gemma4', 'gemma4.processing_gemma4', 'gemma4.image_processing_pil_gemma4', 'Gemma4ImageProcessorPil'),
    'Idefics3Processor': ('idefics', 'idefics3.processing_idefics3', 'idefics3.image_processing_pil_idefics3', 'Idefics3ImageProcessorPil'),
    'SmolVLMProcessor': ('smolvlm', 'smolvlm.processing_smolvlm', 'smolvlm.image_processing_pil_smolvlm', 'SmolVLMImageProcessorPil'),
    'LlavaProcessor': ('llava', 'llava.processing_llava', 'llava.image_processing_pil_llava', 'LlavaImageProcessorPil'),
    'LlavaNextProcessor': ('llava', 'llava_next.processing_llava_next', 'llava_next.image_processing_pil_llava_next', 'LlavaNextImageProcessorPil'),
    'PixtralProcessor': ('pixtral', 'pixtral.processing_pixtral', 'pixtral.image_processing_pil_pixtral', 'PixtralImageProcessorPil'),
}

def processor(cls, image, own, template=None):
    kind, module, image_module, image_class = FAMILIES[cls]
    arguments = {'image_processor': load(image_module, image_class)(**copy.deepcopy(image)), 'tokenizer': tokenizer(kind), 'chat_template': template, **own}
    if kind in ('qwen', 'smolvlm', 'gemma4'):
        video = types.SimpleNamespace(num_frames=1, fps=1)
        arguments['video_processor'] = video
    if kind == 'gemma4':
        arguments['feature_extractor'] = types.SimpleNamespace()
    return load(module, cls)(**arguments)

CASES = [
    ('Qwen2VLProcessor', {}, {}),
    ('Qwen2VLProcessor', {'min_pixels': 3136, 'max_pixels': 12845056, 'patch_size': 14, 'merge_size': 2}, {}),
    ('Qwen2_5_VLProcessor', {'size': {'shortest_edge': 784, 'longest_edge': 7056}}, {}),
    ('Qwen2_5_VLProcessor', {'size': {'shortest_edge': 200704, 'longest_edge': 602112}}, {}),
    ('Qwen2_5_VLProcessor', {'size': {'shortest_edge': 3136, 'longest_edge': 100000}, 'max_pixels': 50176}, {}),
    ('Qwen2_5_VLProcessor', {'do_resize': False}, {}),
    ('Qwen2_5_VLProcessor', {'size': {'min_pixels': 3136, 'max_pixels': 50176}}, {}),
    ('Qwen2_5_VLProcessor', {'size': {'shortest_edge': 3136}}, {}),
    ('Qwen3VLProcessor', {'size': {'shortest_edge': 65536, 'longest_edge': 16777216}, 'patch_size': 16}, {}),
    ('Qwen3VLProcessor', {'size': {'shortest_edge': 1024, 'longest_edge': 65536}, 'patch_size': 16, 'merge_size': 2}, {}),
    ('Gemma3Processor', {'size': {'height': 56, 'width': 56}}, {'image_seq_length': 4}),
    ('Gemma3Processor', {'do_pan_and_scan': True, 'pan_and_scan_min_crop_size': 64, 'pan_and_scan_max_num_crops': 4, 'pan_and_scan_min_ratio_to_activate': 1.2}, {'image_seq_length': 3}),
    ('Gemma3Processor', {}, {'image_seq_length': 2}, {'do_pan_and_scan': True}),
    ('Gemma3Processor', {}, {'image_seq_length': 2}, {'do_pan_and_scan': True, 'pan_and_scan_min_crop_size': 64, 'pan_and_scan_max_num_crops': 3, 'pan_and_scan_min_ratio_to_activate': 1.5}),
    ('Gemma4Processor', {'max_soft_tokens': 70}, {}),
    ('Gemma4Processor', {'do_resize': False, 'patch_size': 8, 'pooling_kernel_size': 2}, {}),
    ('Gemma4Processor', {}, {}),
    ('Gemma4Processor', {'max_soft_tokens': 1120}, {}),
    ('Idefics3Processor', {'size': {'longest_edge': 256}, 'max_image_size': {'longest_edge': 128}}, {'image_seq_len': 5}),
    ('Idefics3Processor', {}, {}),
    ('Idefics3Processor', {'size': {'longest_edge': 1092}, 'max_image_size': {'longest_edge': 364}, 'do_image_splitting': True}, {'image_seq_len': 2}),
    ('Idefics3Processor', {'size': {'longest_edge': 300}, 'max_image_size': {'longest_edge': 128}, 'do_image_splitting': False}, {'image_seq_len': 2}),
    ('Idefics3Processor', {'do_resize': False, 'max_image_size': {'longest_edge': 128}}, {'image_seq_len': 2}),
    ('Idefics3Processor', {'size': {'height': 300, 'width': 500}, 'max_image_size': {'longest_edge': 128}}, {'image_seq_len': 2}),
    ('SmolVLMProcessor', {'size': {'longest_edge': 2048}, 'max_image_size': {'longest_edge': 512}}, {'image_seq_len': 3}),
    ('SmolVLMProcessor', {'do_image_splitting': False}, {'image_seq_len': 7}),
    ('LlavaProcessor', {'crop_size': 56, 'size': {'shortest_edge': 56}}, {'patch_size': 14, 'vision_feature_select_strategy': 'default', 'num_additional_image_tokens': 1}),
    ('LlavaProcessor', {'crop_size': {'height': 336, 'width': 300}, 'size': {'shortest_edge': 336}}, {'patch_size': 14, 'vision_feature_select_strategy': 'full'}),
    ('LlavaProcessor', {'do_center_crop': False, 'size': {'shortest_edge': 84}}, {'patch_size': 14, 'vision_feature_select_strategy': 'full'}),
    ('LlavaProcessor', {'do_center_crop': False, 'size': {'shortest_edge': 84, 'longest_edge': 120}}, {'patch_size': 14, 'vision_feature_select_strategy': 'full'}),
    ('LlavaProcessor', {'do_center_crop': False, 'do_pad': True, 'size': {'shortest_edge': 84}}, {'patch_size': 14, 'vision_feature_select_strategy': 'full'}),
    ('LlavaProcessor', {'do_center_crop': False, 'do_resize': False}, {'patch_size': 14, 'vision_feature_select_strategy': 'full'}),
    ('LlavaProcessor', {}, {}),
    ('LlavaNextProcessor', {'size': {'shortest_edge': 336}, 'crop_size': {'height': 336, 'width': 336}}, {'patch_size': 14, 'vision_feature_select_strategy': 'default', 'num_additional_image_tokens': 1}),
    ('LlavaNextProcessor', {'size': {'shortest_edge': 56}, 'crop_size': 56, 'image_grid_pinpoints': [[56, 112], [112, 56], [112, 112], [168, 56], [56, 168]]}, {'patch_size': 14, 'vision_feature_select_strategy': 'full', 'num_additional_image_tokens': 0}),
    ('LlavaNextProcessor', {'size': {'height': 56, 'width': 56}, 'do_center_crop': False, 'crop_size': 56, 'image_grid_pinpoints': [[112, 112], [168, 168], [56, 224]]}, {'patch_size': 7, 'vision_feature_select_strategy': 'default', 'num_additional_image_tokens': 0}),
    ('PixtralProcessor', {}, {}),
    ('PixtralProcessor', {'size': {'longest_edge': 1540}, 'patch_size': {'height': 14, 'width': 14}}, {'patch_size': 14, 'spatial_merge_size': 2}),
    ('PixtralProcessor', {'size': {'longest_edge': 128}}, {'patch_size': 16}),
]
SIZES = [(112, 84), (300, 200), (64, 500), (33, 33), (1024, 768), (28, 28), (10, 10), (1, 1), (1, 300), (700, 3), (42, 14), (43, 14), (1920, 1080), (1080, 1920), (999, 1000), (364, 364), (365, 364), (5, 900), (900, 30)]

def compress(text, token):
    return re.sub('(?:%s)+' % re.escape(token), lambda m: '\u27e8%d\u27e9' % (len(m.group()) // len(token)), text)

def expansions():
    rng = random.Random(7)
    result = []
    for cls, image, own, *call in CASES:
        call = call[0] if call else {}
        image_type = FAMILIES[cls][3].removesuffix('Pil')
        given = {'processor_class': cls, **own, 'image_processor': {'image_processor_type': image_type, **image}, 'images_kwargs': call}
        sizes = SIZES + [(rng.randint(1, 1500), rng.randint(1, 1500)) for _ in range(8)]
        try:
            p = processor(cls, image, own)
        except Exception as error:
            result.append({'processor': given, 'error': type(error).__name__}); continue
        token = getattr(p.tokenizer, 'image_token', None) if cls.startswith('Gemma3') else p.image_token
        found = []
        for size in sizes:
            merged = p._merge_kwargs(p.valid_processor_kwargs, tokenizer_init_kwargs=p.tokenizer.init_kwargs, return_tensors='pt', **call)
            try:
                _, [text] = p._process_images([[Image.new('RGB', size)]], **merged['images_kwargs'])
                short = compress(text, token)
                found.append([*size, text.count(token), len(text), short if len(short) < 260 else short[:60] + '…' + short[-60:]])
            except Exception as error:
                found.append([*size, {'error': type(error).__name__}])
        result.append({'processor': given, 'sizes': found})
    return result


SMALL = [
    ('qwen2', 'Qwen2VLProcessor', {'size': {'shortest_edge': 784, 'longest_edge': 3136}}, {}, '<|vision_start|><|image_pad|><|vision_end|>'),
    ('qwen3', 'Qwen3VLProcessor', {'size': {'shortest_edge': 1024, 'longest_edge': 4096}, 'patch_size': 16}, {}, '<|vision_start|><|image_pad|><|vision_end|>'),
    ('gemma3', 'Gemma3Processor', {}, {'image_seq_length': 3}, '<start_of_image>'),
    ('gemma4', 'Gemma4Processor', {'max_soft_tokens': 70, 'patch_size': 4}, {}, '<|image|>'),
    ('idefics3', 'Idefics3Processor', {'size': {'longest_edge': 64}, 'max_image_size': {'longest_edge': 32}}, {'image_seq_len': 2}, '<image>'),
    ('smolvlm', 'SmolVLMProcessor', {'size': {'longest_edge': 64}, 'max_image_size': {'longest_edge': 64}}, {'image_seq_len': 2}, '<image>'),
    ('llava', 'LlavaProcessor', {'size': {'shortest_edge': 28}, 'crop_size': 28}, {'patch_size': 14, 'vision_feature_select_strategy': 'default', 'num_additional_image_tokens': 1}, '<image>\n'),
    ('llava_next', 'LlavaNextProcessor', {'size': {'shortest_edge': 28}, 'crop_size': 28, 'image_grid_pinpoints': [[28, 56], [56, 28], [56, 56]]}, {'patch_size': 14, 'vision_feature_select_strategy': 'default', 'num_additional_image_tokens': 1}, '<image>'),
    ('pixtral', 'PixtralProcessor', {'size': {'longest_edge': 48}}, {'patch_size': 16}, '[IMG]'),
]
TEMPLATE = "{{ bos_token }}{%% for m in messages %%}<|im_start|>{{ m.role }}\n{%% if m.content is string %%}{{ m.content }}{%% else %%}{%% for c in m.content or [] %%}{%% if c.type == 'image' %%}%s{%% elif c.type == 'text' %%}{{ c.text }}{%% endif %%}{%% endfor %%}{%% endif %%}<|im_end|>\n{%% endfor %%}{%% if add_generation_prompt %%}<|im_start|>assistant\n%s{%% endif %%}"

def user(content): return {'role': 'user', 'content': content}
def bot(content): return {'role': 'assistant', 'content': content}
def text(t): return {'type': 'text', 'text': t}
IMAGE = {'type': 'image'}
A, B = [20, 30], [90, 40]
PROMPT, DONE = [user('Hi')], [bot('A \u00e9\U0001f600')]
PAIR = {'prompt': PROMPT, 'completion': DONE, 'images': [A]}
CHAT = {'messages': [user('Hi'), bot('A')], 'images': [A]}
# name, rows, options; PLACEHOLDER stands for the family's token in texts.
STORIES = [
    ('messages', [CHAT], {}),
    ('scalar image', [{'messages': CHAT['messages'], 'image': A}], {}),
    ('two images, one of them between texts', [{'messages': [user([text('a'), IMAGE, text('b')]), bot('c'), user([IMAGE])], 'images': [A, B]}], {}),
    ('images before the first plain text, not the first message', [{'messages': [{'role': 'system', 'content': 'S'}, user([text('x')]), user('y'), user('z'), bot('A')], 'images': [A, B]}], {}),
    ('batch with and without image', [CHAT, {'messages': [user('No'), bot('picture')], 'images': []}], {}),
    ('batch without image', [{'messages': [user('No'), bot('picture')], 'images': []}], {}),
    ('no image but a placeholder in the text', [{'messages': [user('see PLACEHOLDER'), bot('A')], 'images': []}], {}),
    ('placeholder too many, alone', [{'messages': [user('see PLACEHOLDER'), bot('A')], 'images': [A]}], {}),
    ('placeholder too many, takes the next', [{'messages': [user('see PLACEHOLDER'), bot('A')], 'images': [A]}, {'messages': [user('b'), bot('A')], 'images': [B]}], {}),
    ('tool turn', [{'messages': [user('Hi'), {'role': 'assistant', 'content': None}, {'role': 'tool', 'content': 'T'}, bot('A')], 'images': [A]}], {}),
    ('developer', [{'messages': [{'role': 'developer', 'content': 'D'}, user('Hi'), bot('A')], 'images': [A]}], {}),
    ('too few images', [{'messages': [user([IMAGE, IMAGE]), bot('A')], 'images': [A]}], {}),
    ('image without a place', [{'messages': [bot('A')], 'images': [A]}], {}),
    ('no role', [{'messages': [{'content': 'x'}], 'images': []}], {}),
    ('user without content', [{'messages': [{'role': 'user'}], 'images': []}], {}),
    ('user content null', [{'messages': [user(None), bot('A')], 'images': []}], {}),
    ('block without type', [{'messages': [user([{'text': 'x'}]), bot('A')], 'images': []}], {}),
    ('block is text', [{'messages': [user(['x']), bot('A')], 'images': []}], {}),
    ('image_url block', [{'messages': [user([{'type': 'image_url', 'image_url': {'url': 'u'}}, text('x'), IMAGE]), bot('A')], 'images': [A]}], {}),
    ('null image', [{'messages': [user('Hi'), bot('A')], 'image': None}], {}),
    ('null images', [{'messages': [user('Hi'), bot('A')], 'images': None}], {}),
    ('no image column', [CHAT, {'messages': [user('Hi')]}], {}),
    ('completion only with messages', [CHAT], {'completion_only_loss': True}),
    ('padded to a multiple', [CHAT], {'pad_to_multiple_of': 64}),
    ('messages cut in the text', [CHAT], {'max_length': -3}),
    ('messages cut in the image', [CHAT], {'max_length': 8}),
    ('text rows', [{'text': 'PLACEHOLDERa', 'images': [A]}, {'text': 'b', 'images': []}], {'remove_unused_columns': False}),
    ('text rows, columns removed', [{'text': 'PLACEHOLDERa', 'images': [A]}], {'remove_unused_columns': True}),
    ('text row without placeholder', [{'text': 'a', 'images': [A]}], {'remove_unused_columns': False}),
    ('pair', [PAIR], {'completion_only_loss': True}),
    ('pair, all', [PAIR], {'completion_only_loss': False}),
    ('pairs', [PAIR, {'prompt': [user('Longer prompt')], 'completion': [bot('B')], 'images': [B]}, {'prompt': [user('x')], 'completion': [bot('')], 'images': []}], {'completion_only_loss': True}),
    ('pairs without images', [{'prompt': PROMPT, 'completion': DONE, 'images': []}], {'completion_only_loss': True}),
    ('prefill', [{'prompt': [user('Hi'), bot('It')], 'completion': [bot(' is')], 'images': [A]}], {'completion_only_loss': True}),
    ('prompt ends with system', [{'prompt': [user('Hi'), {'role': 'system', 'content': 'S'}], 'completion': DONE, 'images': [A]}], {'completion_only_loss': True}),
    ('empty prompt', [{'prompt': [], 'completion': DONE, 'images': []}], {'completion_only_loss': True}),
    ('completion with a user turn', [{'prompt': PROMPT, 'completion': [bot('A'), user('and'), bot('B')], 'images': [A]}], {'completion_only_loss': True}),
    ('completion with an image', [{'prompt': PROMPT, 'completion': [bot([IMAGE])], 'images': [A]}], {'completion_only_loss': True}),
    ('completion with a placeholder text', [{'prompt': PROMPT, 'completion': [bot('PLACEHOLDER')], 'images': [A]}], {'completion_only_loss': True}),
    ('pair cut before the answer', [PAIR], {'completion_only_loss': True, 'max_length': 12}),
    ('pair cut inside the answer', [PAIR], {'completion_only_loss': True, 'max_length': -4}),
    ('pair padded to a multiple', [PAIR], {'completion_only_loss': True, 'pad_to_multiple_of': 8}),
    ('plain pair', [{'prompt': 'PLACEHOLDERWhat', 'completion': ' a', 'images': [A]}, {'prompt': 'x', 'completion': 'y', 'images': []}], {'completion_only_loss': True}),
    ('plain pair without placeholder', [{'prompt': 'What', 'completion': ' a', 'images': [A]}], {'completion_only_loss': True}),
    ('kwargs column', [{**PAIR, 'chat_template_kwargs': {'bos_token': 'B'}}], {'completion_only_loss': True, 'remove_unused_columns': False}),
    ('kwargs null', [{**PAIR, 'chat_template_kwargs': None}], {'completion_only_loss': True, 'remove_unused_columns': False}),
    ('messages win over a pair', [{**PAIR, **CHAT}], {}),
    ('first row decides', [CHAT, PAIR], {}),
    ('first row decides, the other way', [PAIR, CHAT], {'completion_only_loss': True}),
    ('neither', [{'conversations': CHAT['messages'], 'images': [A]}], {}),
]
KEPT = ['messages', 'prompt', 'completion', 'image', 'images']

def picture(value):
    return Image.new('RGB', tuple(value)) if isinstance(value, list) else value

def filled(value, placeholder):
    return json.loads(json.dumps(value).replace('PLACEHOLDER', json.dumps(placeholder)[1:-1]))

def runs(ids):
    result = []
    for i in ids:
        if result and result[-1][0] == i: result[-1][1] += 1
        else: result.append([i, 1])
    return [i if n == 1 else [i, n] for i, n in result]

def collated(p, rows, options):
    from trl.trainer.sft_trainer import DataCollatorForVisionLanguageModeling
    options = dict(options)
    if options.pop('remove_unused_columns', True):
        rows = [{k: v for k, v in row.items() if k in KEPT} for row in rows]
    rows = [{k: ([picture(x) for x in v] if k == 'images' and v is not None else picture(v) if k == 'image' else copy.deepcopy(v)) for k, v in row.items()} for row in rows]
    completion_only = options.pop('completion_only_loss', False)
    out = DataCollatorForVisionLanguageModeling(processor=p, completion_only_loss=completion_only, **options)(rows)
    found = []
    for ids, mask, labels in zip(out['input_ids'].tolist(), out['attention_mask'].tolist(), out['labels'].tolist()):
        ids, labels = [i for i, m in zip(ids, mask) if m], [l for l, m in zip(labels, mask) if m]
        masked = sum(l == -100 for l in labels)
        assert labels == [-100] * masked + ids[masked:]
        found.append([masked, *runs(ids)])
    return found

def stories():
    result = []
    for name, cls, image, own, placeholder in SMALL:
        kind = FAMILIES[cls][0]
        bare = placeholder.strip().replace('<|vision_start|>', '').replace('<|vision_end|>', '')
        for think in (False, True):
            template = TEMPLATE % (placeholder.replace('\n', '{{ "\\n" }}'), '<think>' if think else '')
            p = processor(cls, image, own, template)
            image_type = FAMILIES[cls][3].removesuffix('Pil')
            given = {'processor_class': cls, **own, 'image_processor': {'image_processor_type': image_type, **image}}
            block = {'family': name, 'processor': given, 'tokenizer': tokenizer_json(kind), 'template': template, 'stories': []}
            for story, rows, options in STORIES:
                if think and not story.startswith('pair'): continue
                rows = filled(rows, bare)
                options = dict(options)
                if options.get('max_length', 1) < 0:
                    whole = collated(p, rows, {**options, 'max_length': None})
                    options['max_length'] += sum(n[1] if isinstance(n, list) else 1 for n in whole[0][1:])
                try:
                    expected = collated(p, rows, options)
                except BaseException as error:
                    expected = type(error).__name__
                block['stories'].append([story, rows, options, expected])
            result.append(block)
    return result

CHATS = [
    [user('Hi'), bot('A \U0001f600')],
    [{'role': 'system', 'content': 'S'}, user([text('a'), text('b')]), bot('c'), user('d'), bot('')],
    [user('see PLACEHOLDER'), bot('A')],
    [user([IMAGE]), bot('A')],
    [{'role': 'developer', 'content': 'S'}, user('x')],
    [],
]
MARKED = "%s{%% for m in messages %%}<|im_start|>{{ m.role }}\n{%% generation %%}{%% if m.content is string %%}text:{{ m.content }}{%% else %%}{%% for c in m.content %%}{{ c.text }}{%% endfor %%}{%% endif %%}{%% endgeneration %%}<|im_end|>\n{%% endfor %%}{%% if add_generation_prompt %%}<|im_start|>assistant\n{%% endif %%}"

def text_only():
    from tokenizers import Tokenizer
    from trl.data_utils import _tokenize
    result = []
    for name, cls, image, own, placeholder in SMALL:
        kind = FAMILIES[cls][0]
        bare = placeholder.strip().replace('<|vision_start|>', '').replace('<|vision_end|>', '')
        for bos in ('', '{{ bos_token }}'):
            p = processor(cls, image, own, MARKED % bos)
            spec = tokenizer_json(kind)
            # Offsets count the whole text, and BOS comes from the post-processor where the template has none.
            spec['post_processor'] = {'type': 'TemplateProcessing', 'single': [{'SpecialToken': {'id': '<bos>', 'type_id': 0}}, {'Sequence': {'id': 'A', 'type_id': 0}}], 'pair': [{'Sequence': {'id': 'A', 'type_id': 0}}, {'Sequence': {'id': 'B', 'type_id': 1}}], 'special_tokens': {'<bos>': {'id': '<bos>', 'ids': [258], 'tokens': ['<bos>']}}}
            p.tokenizer._tokenizer.post_processor = Tokenizer.from_str(json.dumps(spec)).post_processor
            found = []
            for chat in CHATS:
                chat = filled(chat, bare)
                for prompt in (False, True):
                    try:
                        out = _tokenize(p, copy.deepcopy(chat), add_generation_prompt=prompt, return_assistant_tokens_mask=True)
                        expected = [runs(map(int, out['input_ids'])), runs(map(int, out['assistant_masks']))]
                    except BaseException as error:
                        expected = type(error).__name__
                    found.append([chat, prompt, expected])
            image_type = FAMILIES[cls][3].removesuffix('Pil')
            given = {'processor_class': cls, **own, 'image_processor': {'image_processor_type': image_type, **image}}
            result.append({'family': name, 'processor': given, 'tokenizer': spec, 'template': MARKED % bos, 'chats': found})
    return result

def lines(values):
    return '[\n' + ',\n'.join(json.dumps(v, ensure_ascii=False) for v in values) + '\n]\n'

if __name__ == '__main__':
    with open(os.path.join(HERE, 'expansions.json'), 'w') as out:
        out.write(lines(expansions()))
    with open(os.path.join(HERE, 'collated.json'), 'w') as out:
        out.write(lines(stories()))
    with open(os.path.join(HERE, 'text-only.json'), 'w') as out:
        out.write(lines(text_only()))
