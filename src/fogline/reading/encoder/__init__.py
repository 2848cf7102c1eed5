"""The second reader's verdicts: a small pretrained network, fine-tuned on annotated reports,
averaged with ``linear``.

Reading needs onnxruntime and tokenizers; training needs torch, onnx and the base weights besides.
"""
