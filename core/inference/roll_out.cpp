// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/roll_out.h"

#include "core/base/error.h"
#include "core/inference/attention_records.h"
#include "core/models/blip_captioner.h"
#include "core/models/git_captioner.h"
#include "core/models/vision_gpt2_captioner.h"

#include <torch/torch.h>

#include <algorithm>

namespace storyscope::inference {

namespace {

/// What a layer passes on: half of it unchanged. `weights`: (1, heads, T, T′ ≥ T), the last T columns are the tokens
/// themselves → (T, T′).
torch::Tensor passedOn(const torch::Tensor& weights) {
    const torch::Tensor mean = weights[0].mean(0);
    const std::int64_t before = mean.size(1) - mean.size(0);
    return 0.5 * mean + 0.5 * torch::constant_pad_nd(torch::eye(mean.size(0)), {before, 0});
}

torch::Tensor rolledOut(const std::vector<torch::Tensor>& layers) {
    torch::Tensor flow;
    for (const torch::Tensor& weights : layers) {
        flow = flow.defined() ? torch::matmul(passedOn(weights), flow) : passedOn(weights);
    }
    return flow;
}

/// A picture's tokens, the class token first.
struct Sight {
    torch::Tensor tokens; // (1, T, C) float32
    torch::Tensor flow;   // (T, T) float32, rows sum to 1: what of each patch is in each token
};

/// Where texts got what they are made of.
struct TextFlow {
    torch::Tensor pictures; // (tokens, K · T) float32
    torch::Tensor text;     // (tokens, tokens) float32; rows of both sum to 1 together
};

/// One look at the pictures per layer, after one at the text.
TextFlow crossFlow(const std::vector<torch::Tensor>& self, const std::vector<torch::Tensor>& cross,
                   const torch::Tensor& pictures) {
    TextFlow flow{torch::zeros({self.front().size(2), pictures.size(1)}), torch::eye(self.front().size(2))};
    for (std::size_t layer = 0; layer < self.size(); ++layer) {
        const torch::Tensor own = passedOn(self[layer]);
        flow.pictures =
            0.5 * torch::matmul(own, flow.pictures) + 0.5 * torch::matmul(cross[layer][0].mean(0), pictures);
        flow.text = 0.5 * torch::matmul(own, flow.text);
    }
    return flow;
}

/// `clip`: per layer (1, heads, S, S); `texts`: per layer (1, heads, T, S + T). Pictures never look at text.
TextFlow jointFlow(const std::vector<torch::Tensor>& clip, const std::vector<torch::Tensor>& texts) {
    const std::int64_t pictureTokens = clip.front().size(2);
    const std::int64_t textTokens = texts.front().size(2);
    TextFlow flow{torch::zeros({textTokens, pictureTokens}), torch::eye(textTokens)};
    torch::Tensor pictures = torch::eye(pictureTokens);
    for (std::size_t layer = 0; layer < texts.size(); ++layer) {
        const torch::Tensor passed = passedOn(texts[layer]);
        const torch::Tensor own = passed.narrow(1, pictureTokens, textTokens);
        flow.pictures = torch::matmul(passed.narrow(1, 0, pictureTokens), pictures) + torch::matmul(own, flow.pictures);
        flow.text = torch::matmul(own, flow.text);
        pictures = torch::matmul(passedOn(clip[layer]), pictures);
    }
    return flow;
}

class RollOut {
public:
    RollOut(const StoryEngine& engine, const RetoldCaption& caption, const Study& study)
        : m_engine(engine), m_caption(caption), m_study(study),
          m_pictureCount(static_cast<std::int64_t>(caption.pictureCount())) {}

    /// (tokens, K, T) over the pictures in view.
    torch::Tensor pictures() const { return m_pictures; }
    torch::Tensor text() const { return m_text; }

    void compute() {
        if (auto* const blip = dynamic_cast<models::BlipCaptioner*>(&m_engine.model())) {
            const Sight sight = see(blip->vision(), 0);
            const nn::ToldTexts told = blip->decoder().tell(inputs(), {}, remembered(sight));
            keep(crossFlow(told.attention, told.crossAttention, sight.flow));
        } else if (auto* const gpt2 = dynamic_cast<models::VisionGpt2Captioner*>(&m_engine.model())) {
            const Sight sight = see(gpt2->vision(), 0);
            const nn::WrittenTexts written = gpt2->decoder().write(inputs(), {}, remembered(sight));
            keep(crossFlow(written.attention, written.crossAttention, sight.flow));
        } else if (auto* const git = dynamic_cast<models::GitCaptioner*>(&m_engine.model())) {
            readTogether(*git);
        } else {
            throw Error(ErrorCode::Unsupported,
                        "Roll-out follows attention through a vision transformer, and this model has none");
        }
    }

private:
    Sight see(nn::VisionTransformer& vision, std::int64_t place) const {
        const nn::SeenPictures seen = vision.see(m_caption.picture(static_cast<std::size_t>(place))[0],
                                                 {.keep = nn::VisionRequest::Keep::Everything, .stop = m_study.stop});
        return {seen.tokens, rolledOut(seen.attention)};
    }

    /// The begin, and all tokens but the last one.
    torch::Tensor inputs() const {
        std::vector<std::int64_t> ids{m_engine.tokenizer().beginId()};
        ids.insert(ids.end(), m_caption.tokens().begin(), m_caption.tokens().end());
        ids.pop_back();
        return torch::tensor(ids, torch::kInt64).unsqueeze(0);
    }

    /// Of one frame, as its own story.
    nn::TextMemory remembered(const Sight& sight) const {
        models::StoryInput input;
        input.features = sight.tokens.unsqueeze(0);
        return m_engine.model().remember(models::CaptionKind::Caption, m_engine.model().encode(input), m_study.stop);
    }

    void readTogether(models::GitCaptioner& git) {
        std::vector<torch::Tensor> tokens;
        std::vector<torch::Tensor> flows;
        for (std::int64_t place = 0; place < m_pictureCount; ++place) {
            m_study.progress.report("Following attention through the layers", place, m_pictureCount);
            Sight sight = see(git.vision(), place);
            tokens.push_back(sight.tokens.transpose(1, 2).unsqueeze(-1));
            flows.push_back(std::move(sight.flow));
        }
        const nn::ReadClips clips = git.decoder().readClips(torch::stack(tokens, 1));
        const nn::ReadTexts texts = git.decoder().readTexts(inputs(), {}, clips.memory);
        TextFlow flow = jointFlow(clips.attention, texts.attention);
        flow.pictures = torch::matmul(flow.pictures, torch::block_diag(flows));
        keep(flow);
    }

    void keep(const TextFlow& flow) {
        m_pictures = flow.pictures.unflatten(1, std::vector<std::int64_t>{m_pictureCount, -1});
        m_text = flow.text.sum(1);
    }

    const StoryEngine& m_engine;
    const RetoldCaption& m_caption;
    const Study& m_study;
    std::int64_t m_pictureCount;
    torch::Tensor m_pictures;
    torch::Tensor m_text; // (tokens)
};

std::vector<float> toVector(const torch::Tensor& tensor) {
    const torch::Tensor flat = tensor.contiguous();
    return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

} // namespace

Attention rollOut(const StoryEngine& engine, const StudiedStory& story, const ToldText& text, const Study& study) {
    const torch::NoGradGuard noGradients;
    const RetoldCaption caption(engine, story, text, study.stop);
    if (caption.tokens().empty()) {
        throw Error(ErrorCode::BadArgument, "The caption has no words");
    }
    RollOut flow(engine, caption, study);
    flow.compute();
    const models::PatchGrid grid = engine.model().grid();
    Attention record;
    record.kind = text.kind;
    record.subject = text.subject;
    record.layer = Attention::rolledOut;
    std::ranges::transform(caption.caption().tokens, std::back_inserter(record.rows), &Token::text);
    record.frames = caption.frames();
    record.gridRows = static_cast<int>(grid.rows);
    record.gridColumns = static_cast<int>(grid.columns);
    record.areas = unlessWhole(caption.areas());
    std::vector<std::int64_t> places;
    std::ranges::transform(caption.frames(), std::back_inserter(places),
                           [&](int frame) { return static_cast<std::int64_t>(caption.placeOf(frame)); });
    const torch::Tensor inStory = flow.pictures().index_select(1, torch::tensor(places, torch::kInt64));
    record.values = toVector(inStory.narrow(2, 1, grid.cells()));
    record.classShares = toVector(inStory.select(2, 0).sum(1));
    record.textShares = toVector(flow.text());
    if (places.size() < caption.pictureCount()) {
        record.otherShares =
            toVector(flow.pictures().sum(torch::IntArrayRef{1, 2}) - inStory.sum(torch::IntArrayRef{1, 2}));
    }
    return record;
}

} // namespace storyscope::inference
