// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/git_folder.h"

#include "core/base/atomic_file.h"
#include "core/text/vocabulary_file.h"
#include "tests/support/blip_folder.h"

namespace storyscope::test {

nlohmann::json tinyGitConfig(std::int64_t clipFrames) {
    nlohmann::json config{{"model_type", "git"},
                          {"architectures", {"GitForCausalLM"}},
                          {"hidden_size", 32},
                          {"intermediate_size", 64},
                          {"num_hidden_layers", 3},
                          {"num_attention_heads", 4},
                          {"vocab_size", 300},
                          {"max_position_embeddings", 64},
                          {"hidden_dropout_prob", 0},
                          {"bos_token_id", 101},
                          {"eos_token_id", 102},
                          {"pad_token_id", 0},
                          {"num_image_with_embedding", nullptr},
                          {"vision_config",
                           {{"hidden_size", 24},
                            {"intermediate_size", 48},
                            {"num_hidden_layers", 2},
                            {"num_attention_heads", 3},
                            {"image_size", 32},
                            {"patch_size", 8},
                            {"bos_token_id", nullptr}}}};
    if (clipFrames > 0) {
        config["num_image_with_embedding"] = clipFrames;
    }
    return config;
}

void writeTinyGitFolder(const std::filesystem::path& folder, const nlohmann::json& config) {
    std::filesystem::create_directories(folder);
    writeFileAtomically(folder / "config.json", config.dump(2));
    text::writeVocabulary(folder, tinyBertWords(300));
}

} // namespace storyscope::test
