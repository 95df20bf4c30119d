// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hub/captioner_catalogue.h"

#include <algorithm>

namespace storyscope::hub {

const std::vector<PublishedCaptioner>& publishedCaptioners() {
    static const std::vector<PublishedCaptioner> known{{.repository = "Salesforce/blip-image-captioning-base",
                                                        .name = "BLIP base",
                                                        .licence = "BSD-3-Clause",
                                                        .architecture = "BlipForConditionalGeneration",
                                                        .downloadBytes = 990'000'000,
                                                        .parameters = 247'414'076},
                                                       {.repository = "microsoft/git-base-vatex",
                                                        .name = "GIT base, VATEX",
                                                        .licence = "MIT",
                                                        .architecture = "GitForCausalLM",
                                                        .downloadBytes = 707'000'000,
                                                        .parameters = 176'623'674,
                                                        .pictures = 6},
                                                       {.repository = "microsoft/git-base-coco",
                                                        .name = "GIT base, COCO",
                                                        .licence = "MIT",
                                                        .architecture = "GitForCausalLM",
                                                        .downloadBytes = 707'000'000,
                                                        .parameters = 176'619'066},
                                                       {.repository = "microsoft/git-base",
                                                        .name = "GIT base",
                                                        .licence = "MIT",
                                                        .architecture = "GitForCausalLM",
                                                        .downloadBytes = 707'000'000,
                                                        .parameters = 176'619'066},
                                                       {.repository = "nlpconnect/vit-gpt2-image-captioning",
                                                        .name = "ViT and GPT-2",
                                                        .licence = "Apache-2.0",
                                                        .architecture = "VisionEncoderDecoderModel",
                                                        .downloadBytes = 982'000'000,
                                                        .parameters = 239'195'904}};
    return known;
}

const PublishedCaptioner* findCaptioner(const std::string& repository) {
    const auto found = std::ranges::find(publishedCaptioners(), repository, &PublishedCaptioner::repository);
    return found == publishedCaptioners().end() ? nullptr : &*found;
}

} // namespace storyscope::hub
