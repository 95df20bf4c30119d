// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace storyscope::inference {

/// What bends the scores of the next token before it is chosen. Each rule works in place on the scores of all tokens of
/// the vocabulary, (vocabulary) float32, logits or log-probabilities, and sets what it rules out to −∞. `soFar` is the
/// text with the token that begins it. Writers apply them in the order in which they stand here.
/// Source: the classes *LogitsProcessor and *LogitsWarper of the Hugging Face library `transformers` 4.46.

/// Makes what the text has already less probable: positive scores are divided by `penalty`, negative ones multiplied.
void penalizeRepetition(std::span<float> scores, std::span<const std::int64_t> soFar, double penalty);

/// Rules out every token that would complete a sequence of `size` tokens that the text has already; 0: none.
void forbidRepeatedNgrams(std::span<float> scores, std::span<const std::int64_t> soFar, std::size_t size);

/// Likewise every token that would complete such a sequence of another text, `other`. Neither text has the token that
/// begins it: two texts may begin alike.
void forbidNgramsOf(std::span<const std::int64_t> other, std::span<float> scores, std::span<const std::int64_t> soFar,
                    std::size_t size);

/// Rules out `id`; one that is not in the vocabulary is ignored.
void forbid(std::span<float> scores, std::int64_t id);

void divideByTemperature(std::span<float> scores, double temperature);

/// Keeps the `count` best tokens and those that are as good as the last of them; 0: all.
void keepBest(std::span<float> scores, std::size_t count);

/// Keeps the fewest tokens, at least `minimum`, whose probabilities reach `share` in sum: the nucleus.
void keepNucleus(std::span<float> scores, double share, std::size_t minimum = 1);

} // namespace storyscope::inference
