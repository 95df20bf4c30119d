// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/model_texts.h"

#include "ui/common/text.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <cmath>

namespace storyscope::ui {

namespace {

struct ModelTexts {
    Q_DECLARE_TR_FUNCTIONS(ModelTexts)
};

constexpr double secondsPerMinute = 60;

bool isCaptioner(const std::string& architecture) {
    const auto& known = hub::publishedCaptioners();
    return std::ranges::find(known, architecture, &hub::PublishedCaptioner::architecture) != known.end();
}

int picturesOf(const inference::ShelfModel& model) {
    const hub::PublishedCaptioner* known = hub::findCaptioner(model.repository);
    return known != nullptr ? known->pictures : 1;
}

} // namespace

QString bytesText(quint64 bytes) {
    constexpr quint64 gigabyte = 1'000'000'000;
    const int precision = bytes < gigabyte ? 0 : 1;
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), precision, QLocale::DataSizeSIFormat);
}

QString durationText(double seconds) {
    if (seconds < secondsPerMinute) {
        return ModelTexts::tr("%1 s").arg(QLocale().toString(std::max(1, static_cast<int>(std::ceil(seconds)))));
    }
    return ModelTexts::tr("%1 min").arg(QLocale().toString(static_cast<int>(std::ceil(seconds / secondsPerMinute))));
}

QString costText(double secondsPerFrame) {
    const int precision = secondsPerFrame < 10 ? 1 : 0;
    return ModelTexts::tr("about %1 s per frame")
        .arg(QLocale().toString(std::max(secondsPerFrame, 0.1), 'f', precision));
}

QString parametersText(qint64 count) {
    return count > 0 ? QLocale().toString(count) : ModelTexts::tr("not stated");
}

QString licenceText(const std::string& licence) {
    return licence.empty() ? ModelTexts::tr("not stated") : toText(licence);
}

QString withoutSlash(QString folder) {
    while (folder.size() > 1 && folder.endsWith(QLatin1Char('/'))) {
        folder.chop(1);
    }
    return folder;
}

QString kindText(const std::string& architecture, int pictures) {
    if (architecture == "BlipForConditionalGeneration") {
        return ModelTexts::tr("Captioner of single frames (BLIP)");
    }
    if (architecture == "GitForCausalLM") {
        return pictures > 1 ? ModelTexts::tr("Captioner of clips (GIT)")
                            : ModelTexts::tr("Captioner of single frames (GIT)");
    }
    if (architecture == "VisionEncoderDecoderModel") {
        return ModelTexts::tr("Captioner of single frames (ViT, GPT-2)");
    }
    return ModelTexts::tr("Teller of whole stories");
}

QString kindText(const inference::ShelfModel& model) {
    return kindText(model.info.architecture, picturesOf(model));
}

QString shortKindText(const std::string& architecture, int pictures) {
    if (!isCaptioner(architecture)) {
        return ModelTexts::tr("Storyteller");
    }
    return pictures > 1 ? ModelTexts::tr("Clip captioner") : ModelTexts::tr("Frame captioner");
}

QString shortKindText(const inference::ShelfModel& model) {
    return shortKindText(model.info.architecture, picturesOf(model));
}

QString originText(const inference::ShelfModel& model) {
    switch (model.origin) {
    case inference::ModelOrigin::Bundled:
        return ModelTexts::tr("Comes with Storyscope");
    case inference::ModelOrigin::Own:
        return ModelTexts::tr("Your own models' folder");
    case inference::ModelOrigin::Run:
        return ModelTexts::tr("Trained here, the best of a run");
    case inference::ModelOrigin::HubCache:
        return ModelTexts::tr("%1, shared Hugging Face cache").arg(toText(model.repository));
    case inference::ModelOrigin::Imported:
        return ModelTexts::tr("Imported; its files stay where they are");
    }
    return {};
}

QString purposeText(const hub::PublishedCaptioner& captioner) {
    if (captioner.pictures > 1) {
        return ModelTexts::tr(
                   "Trained on short films: it looks at %1 frames around each moment of the story and says what "
                   "happens in them.")
            .arg(captioner.pictures);
    }
    return ModelTexts::tr(
        "Trained on photographs of everyday life: it looks at one frame at a time and says what is to be "
        "seen in it.");
}

} // namespace storyscope::ui
