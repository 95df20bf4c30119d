// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/decoding.h"
#include "core/inference/story_engine.h"
#include "core/inference/storyteller.h"

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::inference {

/// A window that captions are written about: encoded, and projected once for all its captions of one kind.
struct CaptionSource {
    models::CaptionKind kind = models::CaptionKind::Caption;
    models::EncodedStory encoded;
    nn::TextMemory memory;
};

CaptionSource captionSource(const StoryEngine& engine, models::CaptionKind kind, models::EncodedStory encoded);

/// A caption and what each of its tokens looked at.
struct WrittenCaption {
    ToldCaption caption;
    torch::Tensor attention;   // (layers, heads, tokens, K·G·G) float32, then K class tokens if the model's grid has
                               // such; rows sum to 1, or less by what went to text; tokens without begin and end;
                               // undefined if there are none, or the decoder looks at nothing
    torch::Tensor others = {}; // (layers, heads, tokens) float32: what went to pictures that `attention` leaves out;
                               // undefined if it shows all
    std::vector<std::int64_t> tokens = {}; ///< without begin and end
};

/// How likely a model finds a given caption.
struct CaptionLikelihood {
    double logProbability = 0; ///< natural logarithm, sum over the tokens and the end
    std::size_t tokens = 0;    ///< the end counted

    double perToken() const { return tokens == 0 ? 0 : logProbability / static_cast<double>(tokens); }
};

/// Which caption of a source to write.
struct CaptionRequest {
    int frame = 0; ///< in the source's window: its own caption, or that of the frame after it, by the source's kind
    std::uint64_t sequence = 0; ///< numbers the captions of a story, so that each draws its own random numbers
    std::vector<std::vector<std::int64_t>> earlier = {}; ///< tokens that StoryOptions::noRepeatInStory looks at
};

/// Writes the captions of one model.
class CaptionWriter {
public:
    using Listener = std::function<void(const ToldCaption& soFar)>;

    /// Throws Error{BadArgument} for options that make no sense. `engine` must outlive the writer.
    CaptionWriter(const StoryEngine& engine, const StoryOptions& options);

    /// Throws Error{Cancelled}.
    WrittenCaption write(const CaptionSource& source, const CaptionRequest& request, const std::stop_token& stop,
                         const Listener& listener) const;

    /// Whether captions do not depend on one another, and are written token by token.
    bool canWriteSideBySide() const;
    /// Whether nothing but the source decides about a caption.
    bool dependsOnSourceOnly() const;
    using TextListener = std::function<void(std::size_t text, const ToldCaption& soFar)>;
    /// The same, of several sources side by side. `requests` are of the last frame of each; `listener` hears of them by
    /// their index.
    std::vector<WrittenCaption> writeSideBySide(const std::vector<CaptionSource>& sources,
                                                const std::vector<CaptionRequest>& requests,
                                                const std::stop_token& stop, const TextListener& listener) const;

    /// Teacher forcing, all captions side by side: each token is given the true ones before it. Throws
    /// Error{Cancelled}.
    std::vector<CaptionLikelihood> likelihoods(const CaptionSource& source, int frame,
                                               const std::vector<std::string>& captions,
                                               const std::stop_token& stop) const;

    /// Teacher forcing: the word that the model finds most likely in each place of `caption`, given the true ones
    /// before it. Throws Error{Cancelled}.
    std::string forced(const CaptionSource& source, int frame, const std::string& caption,
                       const std::stop_token& stop) const;

private:
    std::vector<std::int64_t> tokensOf(const std::string& caption) const; ///< with the end, cut to the model's size
    Hypothesis decode(NextTokenScorer& scorer, const CaptionRequest& request, const std::stop_token& stop,
                      const Listener& listener) const;
    ToldCaption told(const Hypothesis& text) const;

    const StoryEngine& m_engine;
    StoryOptions m_options;
    DecodingLimits m_limits;
};

} // namespace storyscope::inference
