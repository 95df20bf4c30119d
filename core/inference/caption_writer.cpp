// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/caption_writer.h"

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/inference/beam_search.h"
#include "core/inference/model_scorer.h"
#include "core/inference/sampling.h"
#include "core/inference/side_by_side_scorer.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>
#include <utility>

namespace storyscope::inference {

namespace {

constexpr int maximumBeams = 64;

DecodingLimits limitsOf(const StoryEngine& engine, const StoryOptions& options) {
    const text::Tokenizer& tokenizer = engine.tokenizer();
    DecodingLimits limits;
    limits.beginId = tokenizer.beginId();
    limits.endId = tokenizer.endId();
    limits.forbidden = {tokenizer.padId(), tokenizer.unknownId(), tokenizer.beginId()};
    std::erase(limits.forbidden, limits.endId); // which in GPT-2's vocabulary is all of them
    limits.repetitionPenalty = options.repetitionPenalty;
    limits.noRepeatNgram = options.noRepeatNgram;
    limits.noRepeatInStory = options.noRepeatInStory;
    const auto most = static_cast<int>(engine.config().maximumTokens - 1);
    limits.maximumTokens = std::min(options.maximumTokens.value_or(most), most);
    return limits;
}

SamplingOptions samplingOf(const DecodingLimits& limits, const StoryOptions& options, std::uint64_t seed) {
    return {limits, options.temperature, options.topP, seed, options.topK, {}};
}

void check(const StoryOptions& options) {
    if (options.maximumTokens && *options.maximumTokens < 1) {
        throw Error(ErrorCode::BadArgument, "A caption needs room for at least one token");
    }
    if (!(options.repetitionPenalty > 0) || !std::isfinite(options.repetitionPenalty)) {
        throw Error(ErrorCode::BadArgument, "The repetition penalty must be above 0; 1 is none");
    }
    if (options.noRepeatNgram < 0 || options.noRepeatInStory < 0) {
        throw Error(ErrorCode::BadArgument, "The length of sequences that may not repeat cannot be negative");
    }
    if (options.decoding == Decoding::Beam) {
        if (options.beams < 1 || options.beams > maximumBeams) {
            throw Error(ErrorCode::BadArgument, "Beam search takes 1 to " + std::to_string(maximumBeams) + " beams");
        }
        if (!std::isfinite(options.lengthPenalty)) {
            throw Error(ErrorCode::BadArgument, "The length penalty must be a number");
        }
    }
    if (options.decoding == Decoding::Sample) {
        const float certain = 0;
        samplingDistribution({&certain, 1}, samplingOf({}, options, 0));
    }
}

/// Byte pairs carry the space before their word, the first one of a caption, too.
void trimEnds(std::string& text, std::vector<text::TokenSpan>& spans) {
    const std::size_t first = std::min(text.find_first_not_of(' '), text.size());
    const std::size_t end = text.find_last_not_of(' ') + 1;
    const std::size_t length = end > first ? end - first : 0;
    text = text.substr(first, length);
    for (text::TokenSpan& span : spans) {
        span.begin = std::min(std::max(span.begin, first) - first, length);
        span.end = std::min(std::max(span.end, first) - first, length);
    }
}

/// Feeds the scorer `tokens` after the begin, as if it had written them.
void replay(NextTokenScorer& scorer, std::int64_t beginId, const std::vector<std::int64_t>& tokens,
            const std::stop_token& stop) {
    constexpr std::int64_t only = 0;
    std::int64_t last = beginId;
    for (const std::int64_t token : tokens) {
        throwIfStopped(stop);
        scorer.advance({&only, 1}, {&last, 1});
        last = token;
    }
}

/// Step t predicts token t, so its attention is that token's: (layers, heads, tokens, K·G·G).
torch::Tensor attentionOf(const std::vector<torch::Tensor>& steps, std::size_t tokens) {
    std::vector<torch::Tensor> ofTokens;
    for (std::size_t token = 0; token < tokens; ++token) {
        if (!steps[token].defined()) {
            return {};
        }
        ofTokens.push_back(steps[token].select(1, 0));
    }
    return ofTokens.empty() ? torch::Tensor() : torch::stack(ofTokens, 2).contiguous();
}

} // namespace

CaptionSource captionSource(const StoryEngine& engine, models::CaptionKind kind, models::EncodedStory encoded) {
    const torch::NoGradGuard noGradients;
    nn::TextMemory memory = engine.model().remember(kind, encoded);
    return {kind, std::move(encoded), std::move(memory)};
}

CaptionWriter::CaptionWriter(const StoryEngine& engine, const StoryOptions& options)
    : m_engine(engine), m_options(options), m_limits(limitsOf(engine, options)) {
    check(options);
}

WrittenCaption CaptionWriter::write(const CaptionSource& source, const CaptionRequest& request,
                                    const std::stop_token& stop, const Listener& listener) const {
    ModelScorer scorer(m_engine, source, request.frame);
    const Hypothesis text = decode(scorer, request, stop, listener);
    if (m_options.decoding != Decoding::Beam) {
        return {.caption = told(text),
                .attention = attentionOf(scorer.attention(), text.tokens.size()),
                .tokens = text.tokens};
    }
    ModelScorer reader(m_engine, source, request.frame);
    replay(reader, m_limits.beginId, text.tokens, stop);
    return {
        .caption = told(text), .attention = attentionOf(reader.attention(), text.tokens.size()), .tokens = text.tokens};
}

bool CaptionWriter::canWriteSideBySide() const {
    return m_options.decoding != Decoding::Beam && m_options.noRepeatInStory == 0;
}

bool CaptionWriter::dependsOnSourceOnly() const {
    return m_options.decoding != Decoding::Sample && m_options.noRepeatInStory == 0;
}

std::vector<WrittenCaption> CaptionWriter::writeSideBySide(const std::vector<CaptionSource>& sources,
                                                           const std::vector<CaptionRequest>& requests,
                                                           const std::stop_token& stop,
                                                           const TextListener& listener) const {
    SideBySideScorer scorer(m_engine, sources);
    TokenListener written;
    if (listener) {
        written = [&](std::size_t text, const Hypothesis& soFar) { listener(text, told(soFar)); };
    }
    std::vector<Hypothesis> texts;
    if (m_options.decoding == Decoding::Sample) {
        SamplingOptions sampling = samplingOf(m_limits, m_options, m_options.seed);
        for (const CaptionRequest& request : requests) {
            sampling.textSeeds.push_back(mixedSeed(m_options.seed, request.sequence));
        }
        texts = sampleTexts(scorer, sampling, stop, written);
    } else {
        texts = decodeGreedily(scorer, m_limits, stop, written);
    }
    std::vector<WrittenCaption> result;
    for (std::size_t index = 0; index < texts.size(); ++index) {
        result.push_back({.caption = told(texts[index]),
                          .attention = attentionOf(scorer.attention(index), texts[index].tokens.size()),
                          .tokens = texts[index].tokens});
    }
    return result;
}

Hypothesis CaptionWriter::decode(NextTokenScorer& scorer, const CaptionRequest& request, const std::stop_token& stop,
                                 const Listener& listener) const {
    DecodingLimits limits = m_limits;
    limits.earlier = request.earlier;
    TokenListener written;
    if (listener) {
        written = [&](std::size_t, const Hypothesis& soFar) { listener(told(soFar)); };
    }
    switch (m_options.decoding) {
    case Decoding::Greedy:
        break;
    case Decoding::Beam: {
        const BeamOptions beam{limits, m_options.beams, m_options.lengthPenalty, EarlyStopping::WhenOutscored};
        return searchBeams(scorer, beam, stop).front();
    }
    case Decoding::Sample: {
        const SamplingOptions sampling = samplingOf(limits, m_options, mixedSeed(m_options.seed, request.sequence));
        return sampleTexts(scorer, sampling, stop, written).front();
    }
    }
    return decodeGreedily(scorer, limits, stop, written).front();
}

ToldCaption CaptionWriter::told(const Hypothesis& text) const {
    ToldCaption caption;
    std::vector<text::TokenSpan> spans;
    caption.text = m_engine.tokenizer().decode(text.tokens, &spans);
    trimEnds(caption.text, spans);
    for (std::size_t index = 0; index < text.tokens.size(); ++index) {
        caption.tokens.push_back({m_engine.tokenizer().token(text.tokens[index]), text.logProbabilities[index],
                                  spans.at(index).begin, spans.at(index).end});
    }
    return caption;
}

std::vector<std::int64_t> CaptionWriter::tokensOf(const std::string& caption) const {
    std::vector<std::int64_t> tokens;
    for (const text::TokenSpan& span : m_engine.tokenizer().encode(caption)) {
        tokens.push_back(span.id);
    }
    tokens.push_back(m_limits.endId);
    tokens.resize(std::min(tokens.size(), static_cast<std::size_t>(m_engine.config().maximumTokens - 1)));
    return tokens;
}

std::vector<CaptionLikelihood> CaptionWriter::likelihoods(const CaptionSource& source, int frame,
                                                          const std::vector<std::string>& captions,
                                                          const std::stop_token& stop) const {
    std::vector<std::vector<std::int64_t>> texts;
    std::ranges::transform(captions, std::back_inserter(texts), [&](const auto& text) { return tokensOf(text); });
    ModelScorer scorer(m_engine, source, frame);
    const std::size_t vocabulary = scorer.vocabularySize();
    std::vector<CaptionLikelihood> result(texts.size());
    std::vector<std::size_t> unfinished(texts.size());
    std::iota(unfinished.begin(), unfinished.end(), std::size_t{0});
    std::vector<std::int64_t> parents(texts.size(), 0); // all grow from the one beginning
    std::vector<std::int64_t> last(texts.size(), m_limits.beginId);
    for (std::size_t place = 0; !unfinished.empty(); ++place) {
        throwIfStopped(stop);
        const auto scores = scorer.advance(parents, last);
        std::vector<std::size_t> going;
        parents.clear();
        last.clear();
        for (std::size_t row = 0; row < unfinished.size(); ++row) {
            const std::vector<std::int64_t>& text = texts[unfinished[row]];
            CaptionLikelihood& likelihood = result[unfinished[row]];
            likelihood.logProbability += scores[row * vocabulary + static_cast<std::size_t>(text[place])];
            ++likelihood.tokens;
            if (place + 1 < text.size()) {
                going.push_back(unfinished[row]);
                parents.push_back(static_cast<std::int64_t>(row));
                last.push_back(text[place]);
            }
        }
        unfinished = std::move(going);
    }
    return result;
}

std::string CaptionWriter::forced(const CaptionSource& source, int frame, const std::string& caption,
                                  const std::stop_token& stop) const {
    ModelScorer scorer(m_engine, source, frame);
    constexpr std::int64_t only = 0;
    std::int64_t last = m_limits.beginId;
    std::vector<std::int64_t> chosen;
    for (const std::int64_t token : tokensOf(caption)) {
        throwIfStopped(stop);
        const auto scores = scorer.advance({&only, 1}, {&last, 1});
        const std::int64_t best = std::ranges::max_element(scores) - scores.begin();
        if (best != m_limits.endId) {
            chosen.push_back(best);
        }
        last = token;
    }
    return m_engine.tokenizer().decode(chosen);
}

} // namespace storyscope::inference
