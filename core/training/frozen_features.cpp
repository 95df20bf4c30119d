// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/frozen_features.h"

#include "core/base/error.h"
#include "core/formats/sha256.h"
#include "core/training/batch_loader.h"

#include <torch/torch.h>

#include <algorithm>
#include <mutex>

namespace storyscope::training {

using formats::PictureIdentity;

namespace {

constexpr std::int64_t textsAtOnce = 64;
constexpr auto inferenceLayout = torch::MemoryFormat::ChannelsLast;

/// While it lives, what a model keeps frozen lies in memory as inferenceLayout wants it: convolutions and batch norms
/// of pictures that lie likewise are half again as fast. Features differ by rounding alone.
class FrozenWeightsLayout {
public:
    explicit FrozenWeightsLayout(const models::StoryModel& model) {
        for (const torch::Tensor& weight : model.parameters()) {
            if (!weight.requires_grad() && weight.dim() == 4) {
                m_before.emplace_back(weight, weight.data());
                weight.set_data(weight.data().contiguous(inferenceLayout));
            }
        }
    }
    ~FrozenWeightsLayout() {
        for (const auto& [weight, before] : m_before) {
            weight.set_data(before);
        }
    }
    FrozenWeightsLayout(const FrozenWeightsLayout&) = delete;
    FrozenWeightsLayout& operator=(const FrozenWeightsLayout&) = delete;

private:
    std::vector<std::pair<torch::Tensor, torch::Tensor>> m_before; // the weight, its values as they lay
};

struct StoryPictures {
    std::size_t story = 0;
    std::vector<std::size_t> frames;
};

std::vector<StoryPictures> picturesOf(const std::vector<TrainingSample>& samples) {
    std::map<std::size_t, std::set<std::size_t>> frames;
    for (const TrainingSample& sample : samples) {
        frames[sample.story->index].insert(sample.frames.begin(), sample.frames.end());
    }
    std::vector<StoryPictures> result;
    for (const auto& [story, numbers] : frames) {
        result.push_back({story, {numbers.begin(), numbers.end()}});
    }
    return result;
}

torch::Tensor asTensor(const std::vector<PictureCache::Entry>& entries) {
    const Picture& first = entries.front().picture;
    const auto count = static_cast<std::int64_t>(entries.size());
    torch::Tensor pixels = torch::empty({count, 3, first.height(), first.width()}, torch::kByte);
    for (std::int64_t i = 0; i < count; ++i) {
        const Picture& picture = entries[static_cast<std::size_t>(i)].picture;
        media::copyPlanes(picture, {pixels[i].data_ptr<std::uint8_t>(), picture.sizeBytes()});
    }
    return pixels;
}

void addTensors(formats::Sha256& hash, const std::string& name, const torch::Tensor& tensor) {
    const torch::Tensor plain = tensor.detach().cpu().contiguous();
    hash.add(name + '\n');
    hash.add(std::span(static_cast<const std::uint8_t*>(plain.data_ptr()), plain.nbytes()));
}

/// Computes the features that `cache` lacks. `pictures`: (N, 3, H, W) uint8.
void addMissing(models::StoryModel& model, const torch::Tensor& pictures, const std::vector<PictureIdentity>& keys,
                formats::FeatureCache& cache) {
    std::vector<std::int64_t> missing;
    for (std::size_t k = 0; k < keys.size(); ++k) {
        if (!cache.find(keys[k])) {
            missing.push_back(static_cast<std::int64_t>(k));
        }
    }
    if (missing.empty()) {
        return;
    }
    const torch::Tensor chosen = pictures.index_select(0, torch::tensor(missing, torch::kLong));
    const torch::Tensor pixels = chosen.to(model.device(), torch::kFloat32).div_(255);
    const torch::Tensor computed = model.frozenFeatures(pixels.contiguous(inferenceLayout)).cpu().contiguous();
    const std::vector<std::int64_t> shape = computed.sizes().slice(1).vec();
    for (std::size_t k = 0; k < missing.size(); ++k) {
        const torch::Tensor row = computed[static_cast<std::int64_t>(k)];
        cache.add(keys[static_cast<std::size_t>(missing[k])], shape,
                  {row.data_ptr<float>(), static_cast<std::size_t>(row.numel())});
    }
}

} // namespace

std::shared_ptr<const FrozenFeatures> FrozenFeatures::compute(models::StoryModel& model, const Sources& sources,
                                                              const std::stop_token& stop, Progress& progress) {
    torch::NoGradGuard noGrad;
    model.eval();
    const std::shared_ptr<FrozenFeatures> features(new FrozenFeatures());
    const media::PictureSize size = model.config().pictureSize();
    const torch::TensorOptions device(model.device());
    if (const torch::Tensor probe = model.frozenFeatures(torch::zeros({1, 3, size.height, size.width}, device));
        probe.defined()) {
        features->m_pictureShape = probe.sizes().slice(1).vec();
        features->computePictures(model, sources, stop, progress);
    }
    if (model.frozenTextFeatures(torch::full({1, 2}, 1, device.dtype(torch::kLong))).defined()) {
        features->computeTexts(model, sources, stop, progress);
    }
    return features->hasPictures() || features->hasTexts() ? features : nullptr;
}

void FrozenFeatures::computePictures(models::StoryModel& model, const Sources& sources, const std::stop_token& stop,
                                     Progress& progress) {
    const std::vector<StoryPictures> wanted = picturesOf(sources.samples);
    formats::FeatureCache cache(
        sources.cacheFolder,
        {.encoder = frozenWeightsHash(model), .preprocessing = media::preparationName(model.config().preparation)});
    std::mutex mutex;
    std::map<std::size_t, std::vector<PictureIdentity>> identities; // guarded by mutex
    BatchLoader loader(
        [&](std::int64_t number) {
            const StoryPictures& one = wanted[static_cast<std::size_t>(number)];
            models::Batch batch;
            const auto entries = sources.pictures->pictures(one.story, one.frames);
            if (!entries) {
                return batch;
            }
            std::vector<PictureIdentity> keys;
            for (const PictureCache::Entry& entry : *entries) {
                keys.push_back(PictureIdentity::ofContent({entry.picture.data(), entry.picture.sizeBytes()}));
            }
            const std::lock_guard lock(mutex);
            identities[one.story] = std::move(keys);
            batch.pictures = asTensor(*entries);
            return batch;
        },
        {.first = 0,
         .count = static_cast<std::int64_t>(wanted.size()),
         .threads = sources.threads,
         .ahead = 2 + sources.threads});
    const FrozenWeightsLayout layout(model);
    std::vector<std::pair<std::pair<std::size_t, std::size_t>, PictureIdentity>> computed; // story and frame, picture
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        progress.report("Computing features of pictures once; they are not varied", static_cast<std::int64_t>(i),
                        static_cast<std::int64_t>(wanted.size()));
        const models::Batch batch = loader.next(stop);
        if (!batch.pictures.defined()) {
            continue;
        }
        std::vector<PictureIdentity> keys;
        {
            const std::lock_guard lock(mutex);
            keys = identities.extract(wanted[i].story).mapped();
        }
        addMissing(model, batch.pictures, keys, cache);
        for (std::size_t k = 0; k < keys.size(); ++k) {
            computed.emplace_back(std::pair{wanted[i].story, wanted[i].frames[k]}, keys[k]);
        }
    }
    cache.write();
    for (const auto& [place, key] : computed) { // on disk by now: those of a captioner fill gigabytes
        m_pictures.emplace(place, *cache.find(key));
    }
}

void FrozenFeatures::computeTexts(models::StoryModel& model, const Sources& sources, const std::stop_token& stop,
                                  Progress& progress) {
    const std::set<TextIds> wanted = sources.texts();
    std::vector<TextIds> all(wanted.begin(), wanted.end());
    std::ranges::stable_sort(all, {}, [](const auto& text) { return text.size(); }); // little padding
    const auto count = static_cast<std::int64_t>(all.size());
    std::vector<torch::Tensor> parts;
    for (std::int64_t first = 0; first < count; first += textsAtOnce) {
        throwIfStopped(stop);
        progress.report("Computing features of captions once", first, count);
        const std::int64_t rows = std::min(textsAtOnce, count - first);
        std::size_t longest = 0;
        for (std::int64_t i = 0; i < rows; ++i) {
            longest = std::max(longest, all[static_cast<std::size_t>(first + i)].size());
        }
        torch::Tensor ids = torch::full({rows, static_cast<std::int64_t>(longest)}, sources.padId, torch::kLong);
        for (std::int64_t i = 0; i < rows; ++i) {
            const TextIds& text = all[static_cast<std::size_t>(first + i)];
            std::copy(text.begin(), text.end(), ids[i].data_ptr<std::int64_t>());
            m_textRows[text] = first + i;
        }
        parts.push_back(model.frozenTextFeatures(ids.to(model.device())).cpu());
    }
    m_texts = parts.empty() ? torch::Tensor() : torch::cat(parts);
}

bool FrozenFeatures::has(std::size_t story, const std::vector<std::size_t>& frames) const {
    return std::all_of(frames.begin(), frames.end(), [&](std::size_t frame) {
        return m_pictures.contains({story, frame});
    });
}

std::span<const float> FrozenFeatures::picture(std::size_t story, std::size_t frame) const {
    return m_pictures.at({story, frame}).values;
}

torch::Tensor FrozenFeatures::texts(const std::vector<TextIds>& ids) const {
    torch::Tensor result = torch::zeros({static_cast<std::int64_t>(ids.size()), m_texts.size(1)});
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (ids[i].empty()) {
            continue;
        }
        const auto found = m_textRows.find(ids[i]);
        if (found == m_textRows.end()) {
            return {};
        }
        result[static_cast<std::int64_t>(i)].copy_(m_texts[found->second]);
    }
    return result;
}

std::string frozenWeightsHash(const models::StoryModel& model) {
    formats::Sha256 hash;
    for (const auto& item : model.named_parameters()) {
        if (!item.value().requires_grad()) {
            addTensors(hash, item.key(), item.value());
        }
    }
    for (const auto& item : model.named_buffers()) {
        addTensors(hash, item.key(), item.value());
    }
    return formats::hexText(hash.finish());
}

bool needPictures(const std::vector<std::string>& terms) {
    static const std::set<std::string> without{"total", "caption",  "next_caption", "clip_caption", "tags",
                                               "score", "pointing", "contrastive",  "next_feature", "text_autoencoder"};
    return std::any_of(terms.begin(), terms.end(), [](const std::string& term) { return !without.contains(term); });
}

} // namespace storyscope::training
