"""The process that runs a model of HuggingFace's `transformers`; nothing else loads PyTorch."""
