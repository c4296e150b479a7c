"""An ordinary model made cheap for short questions: the same vectors in half the time.

A question of ten words mostly waits for the weights to come from memory: in 16 bits they come in
half the time, and are multiplied as 32 bits. A second thread would only wait beside it.

Imported late, by `search.loading` only: it pulls in torch.
"""

from typing import Any, Final

import torch
from sentence_transformers import SentenceTransformer

from search.memory import put_away

THREADS: Final = torch.get_num_threads()
# The code of torch that multiplies by 16 bits; builds for other processors lack it.
ENGINE: Final = "fbgemm"


def spare(transformer: SentenceTransformer) -> SentenceTransformer:
    """Return the model with its weights halved, and one thread where it reads one text."""
    if ENGINE in torch.backends.quantized.supported_engines:
        _halve(transformer)
    transformer[0].register_forward_pre_hook(_as_many_threads_as_texts)
    return transformer


class _HalvedLinear(torch.nn.Module):
    """A linear layer whose weights are packed in 16 bits."""

    def __init__(self, layer: torch.nn.Linear) -> None:
        super().__init__()
        self._packed = torch.ops.quantized.linear_prepack_fp16(layer.weight, layer.bias)
        # the file of the model stays mapped for its other weights
        put_away(layer.weight.data_ptr(), layer.weight.nbytes)

    def forward(self, given: torch.Tensor) -> torch.Tensor:
        result: torch.Tensor = torch.ops.quantized.linear_dynamic_fp16(given, self._packed)
        return result


def _halve(model: torch.nn.Module) -> None:
    for module in list(model.modules()):
        for name, child in list(module.named_children()):
            if type(child) is torch.nn.Linear:
                setattr(module, name, _HalvedLinear(child))


def _as_many_threads_as_texts(_: torch.nn.Module, given: tuple[dict[str, Any], ...]) -> None:
    torch.set_num_threads(min(len(given[0]["input_ids"]), THREADS))
