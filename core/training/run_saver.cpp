// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/run_saver.h"

#include "core/models/model_folder.h"
#include "core/training/model_card.h"

namespace storyscope::training {

void RunSaver::saveBest(const EpochDone& epoch) {
    RunDirectory::replaceFolder(m_directory.bestModel(),
                                [&](const std::filesystem::path& fresh) { writeModel(epoch, fresh); });
    m_bestStep = epoch.step;
}

void RunSaver::saveLast(const EpochDone& epoch, const Checkpoint& checkpoint) const {
    RunDirectory::replaceFolder(m_directory.lastModel(), [&](const std::filesystem::path& fresh) {
        if (m_bestStep != epoch.step || !RunDirectory::linkFiles(m_directory.bestModel(), fresh)) {
            writeModel(epoch, fresh);
        }
        writeCheckpoint(checkpoint, m_model, fresh);
    });
}

void RunSaver::writeModel(const EpochDone& epoch, const std::filesystem::path& folder) const {
    const std::string card = modelCard(cardFacts(m_model, m_set, epoch), m_plan);
    models::saveModelFolder(m_model, m_set.tokenizer(), card, folder);
}

} // namespace storyscope::training
