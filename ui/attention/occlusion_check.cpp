// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/attention/occlusion_check.h"

#include "ui/common/text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <algorithm>
#include <cmath>

namespace storyscope::ui {

namespace {

constexpr double noLoss = 0.01; // nats: less than a hundredth of the probability

QString correlationText(double value) {
    return QLocale().toString(value, 'f', 2);
}

QString agreementText(const inference::MapAgreement& agreement) {
    using Verdict = inference::MapAgreement::Verdict;
    const QString value = correlationText(agreement.rankCorrelation.value_or(0));
    const auto parts = static_cast<int>(agreement.parts);
    switch (agreement.verdict()) {
    case Verdict::Agrees:
        return OcclusionCheck::tr("Agrees with occlusion: ρ = %1 over %2 parts.").arg(value).arg(parts);
    case Verdict::Little:
        return OcclusionCheck::tr("Hardly agrees with occlusion: ρ = %1 over %2 parts, no more than chance gives (%3). "
                                  "This map does not say what the word depends on.")
            .arg(value)
            .arg(parts)
            .arg(correlationText(agreement.limit()));
    case Verdict::Contradicts:
        return OcclusionCheck::tr("Contradicts occlusion: ρ = %1 over %2 parts. The word depends most on what this map "
                                  "leaves pale.")
            .arg(value)
            .arg(parts);
    case Verdict::Unknown:
        break;
    }
    return OcclusionCheck::tr("Nothing to compare with occlusion: one of the two is the same everywhere.");
}

} // namespace

QString occlusionText(const inference::OcclusionMap& map, const inference::MapAgreement& agreement) {
    const double loss = map.losses[map.strongest()];
    const QString before = shareText(std::exp(map.logProbability));
    const QString effect =
        loss < noLoss
            ? OcclusionCheck::tr(
                  "No single part counts: with any of them covered the word's probability stays near %1.")
                  .arg(before)
            : OcclusionCheck::tr("With the part covered that counts most, the word's probability falls from %1 to %2.")
                  .arg(before, shareText(std::exp(map.logProbability - loss)));
    return agreementText(agreement) + QLatin1Char(' ') + effect;
}

OcclusionCheck::OcclusionCheck(AttentionController* controller, QWidget* parent)
    : QWidget(parent), m_controller(controller) {
    m_begin = new QPushButton(tr("Check by occlusion"), this);
    m_begin->setObjectName(QStringLiteral("checkByOcclusion"));
    m_begin->setAccessibleName(m_begin->text());
    m_work = new QWidget(this);
    m_bar = new QProgressBar(m_work);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Covering the frame part by part"));
    m_stop = new QPushButton(tr("Stop"), m_work);
    m_stop->setObjectName(QStringLiteral("stopOcclusion"));
    m_stop->setAccessibleName(m_stop->text());
    m_left = new QLabel(this);
    m_left->setWordWrap(true);
    m_verdict = new QLabel(this);
    m_verdict->setObjectName(QStringLiteral("occlusionVerdict"));
    m_verdict->setWordWrap(true);
    m_verdict->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto* work = new QHBoxLayout(m_work);
    work->setContentsMargins(0, 0, 0, 0);
    work->addWidget(m_bar, 1);
    work->addWidget(m_stop);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_verdict);
    layout->addWidget(m_begin, 0, Qt::AlignLeft);
    layout->addWidget(m_left);
    layout->addWidget(m_work);

    AttentionStudy* study = controller->study();
    connect(m_begin, &QPushButton::clicked, this, [this, study] {
        if (const auto word = wanted()) {
            study->check(*word);
        }
    });
    connect(m_stop, &QPushButton::clicked, study, &AttentionStudy::stop);
    connect(controller, &AttentionController::changed, this, &OcclusionCheck::refresh);
    connect(study, &AttentionStudy::progressed, this, &OcclusionCheck::refresh);
    refresh();
}

std::optional<inference::OcclusionRequest> OcclusionCheck::wanted() const {
    const auto& word = m_controller->word();
    const auto position = m_controller->position();
    const ToldStoryPtr& story = m_controller->story();
    if (!word || !position || !story || !story->isComplete || story->pictures.size() != story->result.frames.size()) {
        return std::nullopt;
    }
    const Attention& record = *word->record;
    if (record.gridRows * record.gridColumns < 2 ||
        std::ranges::find(record.frames, *position) == record.frames.end()) {
        return std::nullopt;
    }
    return inference::OcclusionRequest{
        .text = {record.kind, record.subject}, .token = static_cast<int>(word->row), .frame = *position, .parts = 0};
}

void OcclusionCheck::refresh() {
    const auto word = wanted();
    const AttentionStudy& study = *m_controller->study();
    const OcclusionMapPtr known = word ? study.occlusion(*word) : nullptr;
    const bool isWorking = study.checking().has_value();
    setVisible(word.has_value() || isWorking);
    m_verdict->setVisible(known != nullptr || (word && !study.problem().isEmpty()));
    m_verdict->setText(known ? verdictText(*known) : study.problem());
    m_begin->setVisible(word.has_value() && !known && !isWorking);
    m_begin->setToolTip(tr("Covers the shown frame part by part and asks each time how probable the word still is. The "
                           "model looks at the frame once more for each part."));
    m_work->setVisible(isWorking);
    m_left->setVisible(isWorking);
    if (isWorking) {
        showProgress();
    }
}

void OcclusionCheck::showProgress() {
    const AttentionStudy& study = *m_controller->study();
    const JobProgress& progress = study.progress();
    m_bar->setRange(0, static_cast<int>(progress.total));
    m_bar->setValue(static_cast<int>(progress.done));
    if (progress.total == 0) {
        m_left->setText(tr("Getting ready to check…"));
    } else if (const auto seconds = study.secondsLeft()) {
        m_left->setText(tr("Covering part %1 of %2, about %3 s left")
                            .arg(progress.done + 1)
                            .arg(progress.total)
                            .arg(static_cast<int>(std::ceil(*seconds))));
    } else {
        m_left->setText(tr("Covering part %1 of %2").arg(progress.done + 1).arg(progress.total));
    }
}

QString OcclusionCheck::verdictText(const inference::OcclusionMap& map) const {
    const auto& word = m_controller->word();
    return occlusionText(map, inference::agreement(*word->record, word->row, map));
}

} // namespace storyscope::ui
