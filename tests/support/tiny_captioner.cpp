// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/tiny_captioner.h"

#include "core/base/atomic_file.h"
#include "tests/support/blip_folder.h"

namespace storyscope::test {

void writeTinyCaptioner(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    test::writeTinyBlipFolder(folder);
    models::writeTensors(folder / "model.safetensors", test::tinyBlipWeights(), models::WeightsType::F32);
    writeFileAtomically(folder / "README.md",
                        "---\nlicense: bsd-3-clause\ntags:\n- image-captioning\n---\n"
                        "# Tiny captioner\n\n![A painter](https://example.org/painter.png)\n\n"
                        "Says **words** by chance.\n\n```\nsay\n```\n\n| | |\n|---|---|\n| Words | few |\n");
}

} // namespace storyscope::test
