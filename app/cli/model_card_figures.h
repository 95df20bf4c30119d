// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/evaluation.h"

#include <filesystem>
#include <string>

namespace storyscope::cli {

/// The model card with the report's figures, as `model-index` in its front matter and as a table at its end, beside the
/// command that prints them. Figures of an earlier evaluation are replaced; everything else stays as it is. Source of
/// the front matter: huggingface/hub-docs, "Model cards".
std::string withFigures(const std::string& card, const inference::EvaluationReport& report,
                        const std::string& modelName, const std::string& command);

/// withFigures() on the README.md of the evaluated model's folder, which is made if there is none. Throws Error.
void writeFiguresToCard(const inference::EvaluationReport& report, const std::filesystem::path& modelFolder,
                        const std::string& command);

} // namespace storyscope::cli
