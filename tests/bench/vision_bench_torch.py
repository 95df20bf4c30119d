# SPDX-License-Identifier: GPL-3.0-or-later
"""PyTorch's side of vision_bench: FOLDER THREADS. Answers each line with the seconds that one look takes by functions
and by layers, and the mean size of the tokens by both."""
import sys
import time

import numpy
import torch
import torch.nn.functional as F

SIZE, HEADS, LAYERS, EPSILON = 768, 12, 12, 1e-5


def tensors(folder):
    numbers = torch.from_numpy(numpy.fromfile(folder + "/numbers.bin", dtype=numpy.float32))
    result, first = {}, 0
    for line in open(folder + "/names.txt"):
        name, *shape = line.split()
        shape = [int(side) for side in shape]
        count = int(numpy.prod(shape)) if shape else 1
        result[name] = numbers[first : first + count].reshape(shape)
        first += count
    return result


def part(w, layer, name):
    weight = w[f"layers.{layer}.{name}.linear.weight"].flatten(1)
    return weight, w[f"layers.{layer}.{name}.linear.bias"]


def embedded(w):
    patches = F.conv2d(w["picture"], w["patches.weight"], w["patches.bias"], stride=16).flatten(2).transpose(1, 2)
    return torch.cat([w["class_token"].expand(1, 1, SIZE), patches], 1) + w["positions"]


def normed(w, x, name):
    return F.layer_norm(x, [SIZE], w[name + ".weight"], w[name + ".bias"], EPSILON)


def by_functions(w):
    x = embedded(w)
    count = x.size(1)
    for i in range(LAYERS):
        y = normed(w, x, f"layers.{i}.norm")
        q, k, v = (
            F.linear(y, *part(w, i, f"attention.{name}")).view(1, count, HEADS, SIZE // HEADS).transpose(1, 2)
            for name in ("query", "key", "value")
        )
        weights = torch.softmax(q @ k.transpose(-1, -2) / (SIZE // HEADS) ** 0.5, -1)
        y = (weights @ v).transpose(1, 2).reshape(1, count, SIZE)
        x = x + F.linear(y, *part(w, i, "attention.merge"))
        y = normed(w, x, f"layers.{i}.feed_forward.norm")
        x = x + F.linear(F.gelu(F.linear(y, *part(w, i, "feed_forward.expand"))), *part(w, i, "feed_forward.contract"))
    return normed(w, x, "output_norm")


def layers_of(w):
    layers = []
    for i in range(LAYERS):
        layer = torch.nn.TransformerEncoderLayer(
            SIZE, HEADS, 4 * SIZE, dropout=0, activation="gelu", layer_norm_eps=EPSILON, batch_first=True, norm_first=True
        )
        q, k, v = (part(w, i, f"attention.{name}") for name in ("query", "key", "value"))
        layer.self_attn.in_proj_weight.copy_(torch.cat([q[0], k[0], v[0]]))
        layer.self_attn.in_proj_bias.copy_(torch.cat([q[1], k[1], v[1]]))
        for module, (weight, bias) in (
            (layer.self_attn.out_proj, part(w, i, "attention.merge")),
            (layer.linear1, part(w, i, "feed_forward.expand")),
            (layer.linear2, part(w, i, "feed_forward.contract")),
            (layer.norm1, (w[f"layers.{i}.norm.weight"], w[f"layers.{i}.norm.bias"])),
            (layer.norm2, (w[f"layers.{i}.feed_forward.norm.weight"], w[f"layers.{i}.feed_forward.norm.bias"])),
        ):
            module.weight.copy_(weight)
            module.bias.copy_(bias)
        layers.append(layer.eval())
    return layers


def by_layers(w, layers):
    x = embedded(w)
    for layer in layers:
        x = layer(x)
    return normed(w, x, "output_norm")


def timed(look):
    begin = time.perf_counter()
    tokens = look()
    return time.perf_counter() - begin, tokens.abs().mean().item()


def main():
    torch.set_num_threads(int(sys.argv[2]))
    with torch.inference_mode():
        w = tensors(sys.argv[1])
        layers = layers_of(w)
        for _ in sys.stdin:
            seconds_a, size_a = timed(lambda: by_functions(w))
            seconds_b, size_b = timed(lambda: by_layers(w, layers))
            print(seconds_a, seconds_b, size_a, size_b, flush=True)


main()
