# SPDX-License-Identifier: GPL-3.0-or-later
"""The other side of training_step_bench: the same models in PyTorch, written as the published notebooks are: logits of
all positions, padding left out by the loss alone. Reads a command a line; answers a line.

load FOLDER     job.json, weights.safetensors and the batches' files of one preset   → ready
dropout on|off                                                                       → ready
step BATCH      one training step                                                    → milliseconds and loss
"""
import json
import os
import struct
import sys
import time

import numpy
import torch
from torch import nn
from torch.nn import functional as F


def read_safetensors(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    types = {"F32": numpy.float32, "I64": numpy.int64}
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            values = numpy.frombuffer(data[begin:end], types[entry["dtype"]])
            tensors[name] = torch.from_numpy(values.reshape(entry["shape"]).copy())
    return tensors


def caption_loss(logits, tokens):
    return F.cross_entropy(logits.reshape(-1, logits.shape[-1]), tokens.reshape(-1), ignore_index=0)


def contrastive_loss(pictures, texts, tokens):
    similarities = F.normalize(pictures, dim=1) @ F.normalize(texts, dim=1).t() / 0.07
    equal = (tokens.unsqueeze(0) == tokens.unsqueeze(1)).all(-1).fill_diagonal_(False)
    similarities = similarities.masked_fill(equal, float("-inf"))
    own = torch.arange(len(similarities))
    return (F.cross_entropy(similarities, own) + F.cross_entropy(similarities.t(), own)) / 2


class ConvPictureEncoder(nn.Module):
    def __init__(self):
        super().__init__()
        for name in ("content", "context"):
            for i, (before, after, kernel) in enumerate([(3, 16, 7), (16, 32, 5), (32, 64, 3)]):
                self.add_module(f"{name}_conv{i}", nn.Conv2d(before, after, kernel, stride=2, padding=kernel // 2))
                self.add_module(f"{name}_conv{i}_norm", nn.GroupNorm(8, after))
            self.add_module(f"{name}_head", nn.Linear(64 * 8 * 16, 16))
        self.merge = nn.Linear(32, 16)

    def backbone(self, name, x):
        for i in range(3):
            convolution, norm = getattr(self, f"{name}_conv{i}"), getattr(self, f"{name}_conv{i}_norm")
            x = F.leaky_relu(norm(convolution(x)), 0.1)
        return F.relu(getattr(self, f"{name}_head")(x.flatten(1)))

    def forward(self, x):
        return self.merge(torch.cat([self.backbone("content", x), self.backbone("context", x)], -1))


class ConvPictureDecoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.expand = nn.Linear(16, 64 * 8 * 16)
        for i, (before, after, kernel) in enumerate([(64, 32, 3), (32, 16, 5), (16, 3, 7)]):
            layer = nn.ConvTranspose2d(before, after, kernel, stride=2, padding=kernel // 2, output_padding=1)
            self.add_module(f"stage{i}", layer)
        self.stage0_norm, self.stage1_norm = nn.GroupNorm(8, 32), nn.GroupNorm(8, 16)

    def forward(self, x):
        x = self.expand(x).view(-1, 64, 8, 16)
        x = F.leaky_relu(self.stage0_norm(self.stage0(x)), 0.1)
        x = F.leaky_relu(self.stage1_norm(self.stage1(x)), 0.1)
        return torch.sigmoid(self.stage2(x)[:, :, :60, :125])


class GruAttention(nn.Module):
    def __init__(self, words):
        super().__init__()
        self.picture_encoder, self.picture_decoder = ConvPictureEncoder(), ConvPictureDecoder()
        self.text_encoder = nn.ModuleDict({"embedding": nn.Embedding(words, 16), "lstm": nn.LSTM(16, 16, batch_first=True)})
        self.text_decoder = nn.ModuleDict({"embedding": nn.Embedding(words, 16), "lstm": nn.LSTM(16, 16, batch_first=True),
                                           "output": nn.Linear(16, words)})
        self.recurrence = nn.ModuleDict({"gru": nn.GRU(32, 16, batch_first=True)})
        self.pooling = nn.ModuleDict({"query": nn.Linear(16, 1)})
        self.latent = nn.ModuleDict({"linear": nn.Linear(32, 16)})
        self.initial_hidden, self.initial_cell = nn.Linear(16, 16), nn.Linear(16, 16)
        self.text_encoder.requires_grad_(False)
        self.text_decoder.requires_grad_(False)

    def read(self, texts):
        """The state after each text's last word."""
        with torch.no_grad():
            states, _ = self.text_encoder["lstm"](self.text_encoder["embedding"](texts))
        return states[torch.arange(len(texts)), (texts != 0).sum(1) - 1]

    def forward(self, batch):
        pictures, captions = batch["pictures"], batch["captions"]
        seen, target = pictures[:, :4], captions[:, 4]
        z = self.picture_encoder(seen.flatten(0, 1)).unflatten(0, (-1, 4))
        h = self.read(captions[:, :4].flatten(0, 1)).unflatten(0, (-1, 4))
        sequence, last = self.recurrence["gru"](torch.cat([z, h], -1))
        weights = F.softmax(self.pooling["query"](sequence), dim=1)
        latent = F.relu(self.latent["linear"](torch.cat([last[0], (weights * sequence).sum(1)], -1)))
        drawn = self.picture_decoder(latent)
        state = self.initial_hidden(latent).unsqueeze(0), self.initial_cell(latent).unsqueeze(0)
        states, _ = self.text_decoder["lstm"](self.text_decoder["embedding"](target[:, :-1]), state)
        loss = F.l1_loss(drawn, pictures[:, 4]) + caption_loss(self.text_decoder["output"](states), target[:, 1:])
        return loss + 0.2 * F.mse_loss(drawn, seen.mean((0, 1)).expand_as(drawn))


class ContrastiveDualDecoder(nn.Module):
    """Features of both backbones are given."""

    def __init__(self, words):
        super().__init__()
        self.frame_encoder = nn.ModuleDict({"summary": nn.Linear(2048, 256)})
        self.text_encoder = nn.ModuleDict({"projection": nn.Linear(768, 256)})
        self.fusion = nn.ModuleDict({"layer0": nn.Linear(512, 512)})
        self.temporal_layer = nn.ModuleDict({"lstm": nn.LSTM(512, 512, batch_first=True)})
        self.picture_decoder = nn.ModuleDict({"grid": nn.Linear(512, 256 * 7 * 7)})
        for i, (before, after) in enumerate([(256, 128), (128, 64), (64, 32), (32, 16), (16, 3)]):
            self.picture_decoder[f"stage{i}"] = nn.ConvTranspose2d(before, after, 4, stride=2, padding=1)
        self.next_caption_decoder = nn.ModuleDict({"embedding": nn.Embedding(words, 256),
                                                   "gru": nn.GRU(256, 512, batch_first=True),
                                                   "output": nn.Linear(512, words)})

    def draw(self, state):
        x = F.relu(self.picture_decoder["grid"](state)).view(-1, 256, 7, 7)
        for i in range(4):
            x = F.relu(self.picture_decoder[f"stage{i}"](x))
        return torch.sigmoid(self.picture_decoder["stage4"](x))

    def forward(self, batch):
        captions = batch["captions"]
        pictures = self.frame_encoder["summary"](batch["features"].flatten(0, 1))
        texts = self.text_encoder["projection"](batch["textFeatures"].flatten(0, 1))
        fused = F.relu(self.fusion["layer0"](torch.cat([pictures, texts], 1))).unflatten(0, captions.shape[:2])
        state = self.temporal_layer["lstm"](fused)[0][:, 3].contiguous()
        decoder, target = self.next_caption_decoder, captions[:, 4]
        hidden, _ = decoder["gru"](decoder["embedding"](target[:, :-1]), state.unsqueeze(0))
        loss = F.mse_loss(self.draw(state), batch["pictures"][:, 4])
        loss = loss + caption_loss(decoder["output"](hidden), target[:, 1:])
        return loss + 0.5 * contrastive_loss(pictures, texts, captions.flatten(0, 1))


class Attention(nn.Module):
    def __init__(self, size, heads):
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(size, size, bias=False) for _ in range(3))
        self.heads = heads
        self.dropout = nn.Dropout(0.3)

    def split(self, x):
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)

    def forward(self, x, memory, mask=None):
        queries, keys, values = self.split(self.query(x)), self.split(self.key(memory)), self.split(self.value(memory))
        scores = queries @ keys.transpose(-2, -1) / queries.shape[-1] ** 0.5
        if mask is not None:
            scores = scores.masked_fill(mask, float("-inf"))
        return (self.dropout(scores.softmax(-1)) @ values).transpose(1, 2).flatten(2)


class FeedForward(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm, self.expand, self.contract = nn.LayerNorm(768), nn.Linear(768, 3072), nn.Linear(3072, 768)
        self.dropout = nn.Dropout(0.3)

    def forward(self, x):
        return self.dropout(self.contract(F.gelu(self.expand(self.norm(x)))))


class ClipEncoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.positions, self.attention = nn.Embedding(16, 144), Attention(144, 8)
        self.attention_norm, self.linear_norm, self.norm = (nn.LayerNorm(144) for _ in range(3))
        self.linear, self.output = nn.Linear(144, 144), nn.Linear(144, 768)

    def forward(self, x):
        x = x + self.positions.weight
        normed = self.attention_norm(x)
        x = x + self.attention(normed, normed)
        return self.output(self.norm(x + self.linear(self.linear_norm(x))))


class ClipDecoder(nn.Module):
    def __init__(self, words):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(words, 288), nn.Embedding(31, 288)
        self.stem_norm, self.stem_attention = nn.LayerNorm(288), Attention(288, 16)
        self.stem_output = nn.Linear(288, 768)
        for i in range(6):
            self.add_module(f"layer{i}_query_norm", nn.LayerNorm(768))
            self.add_module(f"layer{i}_cross", Attention(768, 16))
            self.add_module(f"layer{i}_feed_forward", FeedForward())
        self.norm, self.output = nn.LayerNorm(768), nn.Linear(768, words)

    def stem(self, tokens):
        x = self.tokens(tokens) + self.positions.weight[:tokens.shape[1]]
        normed = self.stem_norm(x)
        later = torch.ones(tokens.shape[1], tokens.shape[1], dtype=torch.bool).triu(1)
        return self.stem_output(x + self.stem_attention(normed, normed, later))

    def forward(self, x, frames):
        for i in range(6):
            x = x + getattr(self, f"layer{i}_cross")(getattr(self, f"layer{i}_query_norm")(x), frames)
            x = x + getattr(self, f"layer{i}_feed_forward")(x)
        return self.output(self.norm(x))


class VideoTransformer(nn.Module):
    """Features of the backbone are given."""

    def __init__(self, words):
        super().__init__()
        self.frame_encoder = nn.ModuleDict({"summary": nn.Linear(512, 144)})
        self.clip_encoder, self.clip_decoder = ClipEncoder(), ClipDecoder(words)

    def forward(self, batch):
        captions = batch["clipCaptions"]
        frames = self.clip_encoder(self.frame_encoder["summary"](batch["features"]))
        stem = self.clip_decoder.stem(captions)
        last = stem[torch.arange(len(captions)), (captions != 0).sum(1) - 1]
        loss = 0.4 * caption_loss(self.clip_decoder(stem[:, :-1], frames), captions[:, 1:])
        return loss + 0.6 * contrastive_loss(frames.mean(1), last, captions)


MODELS = {"gru-attention": GruAttention, "contrastive-dual-decoder": ContrastiveDualDecoder,
          "video-transformer": VideoTransformer}


class Job:
    def __init__(self, folder):
        with open(os.path.join(folder, "job.json")) as file:
            job = json.load(file)
        self.model = MODELS[job["preset"]](job["words"])
        self.take_weights(read_safetensors(os.path.join(folder, "weights.safetensors")))
        self.batches = {name: read_safetensors(os.path.join(folder, name + ".safetensors")) for name in job["batches"]}
        self.weights = [weight for weight in self.model.parameters() if weight.requires_grad]
        kind = torch.optim.Adam if job["kind"] == "adam" else torch.optim.AdamW
        self.optimizer = kind(self.weights, lr=job["learning_rate"], betas=job["betas"], eps=job["epsilon"],
                              weight_decay=job["weight_decay"])
        self.clip_norm = job["clip_norm"]

    def take_weights(self, given):
        for name, weight in self.model.named_parameters():
            part, kind = name.rsplit(".", 1)
            source = name if name in given else f"{part}.linear.{kind}"
            weight.data.copy_(given.pop(source).view_as(weight))
        if given:
            raise ValueError("weights that this model does not have: " + ", ".join(given))

    def step(self, name):
        begin = time.perf_counter()
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.model(self.batches[name])
        loss.backward()
        if self.clip_norm < 1e6:
            nn.utils.clip_grad_norm_(self.weights, self.clip_norm)
        self.optimizer.step()
        value = loss.item()
        return f"{1000 * (time.perf_counter() - begin)} {value}"


def main(threads):
    torch.set_num_threads(threads)
    job = None
    for line in sys.stdin:
        command, argument = line.rstrip("\n").split(" ", 1)
        answer = "ready"
        if command == "load":
            job = None
            job = Job(argument)
        elif command == "dropout":
            job.model.train(argument == "on")
        else:
            answer = job.step(argument)
        print(answer, flush=True)


main(int(sys.argv[1]))
