// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/download_box.h"

#include "ui/common/text.h"
#include "ui/common/theme.h"
#include "ui/models/fact_list.h"
#include "ui/models/model_texts.h"
#include "ui/models/page_title.h"
#include "ui/training/wrapping_label.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace storyscope::ui {

namespace {

using State = ModelDownload::State;

constexpr int barSteps = 1000;

bool hasRoom(const DownloadOffer& offer) {
    return offer.plan.totalBytes() - offer.plan.presentBytes() < offer.freeBytes;
}

/// Also for those who hear it.
void label(QPushButton* button, const QString& text) {
    button->setText(text);
    button->setAccessibleName(QString(text).remove(QLatin1Char('&')));
}

} // namespace

DownloadBox::DownloadBox(ModelStore* store, QWidget* parent)
    : QWidget(parent), m_store(store), m_title(makePageTitle(this)), m_facts(new FactList(this)),
      m_purpose(new WrappingLabel(this)), m_state(new WrappingLabel(this)), m_bar(new QProgressBar(this)),
      m_go(new QPushButton(this)), m_leave(new QPushButton(this)) {
    m_state->setObjectName(QStringLiteral("downloadState"));
    m_state->setAccessibleName(tr("Download"));
    m_bar->setObjectName(QStringLiteral("downloadBar"));
    m_bar->setAccessibleName(tr("Download"));
    m_bar->setRange(0, barSteps);
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(12);
    m_go->setObjectName(QStringLiteral("downloadButton"));
    m_leave->setObjectName(QStringLiteral("leaveDownloadButton"));
    for (QPushButton* button : {m_go, m_leave}) {
        button->setAutoDefault(false);
    }
    label(m_go, tr("&Download…"));
    label(m_leave, tr("&Cancel"));
    connect(m_go, &QPushButton::clicked, this, &DownloadBox::press);
    connect(m_leave, &QPushButton::clicked, this, [this] {
        m_store->cancelDownload();
        m_go->setFocus();
    });
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_go);
    buttons->addWidget(m_leave);
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_title);
    layout->addWidget(m_purpose);
    layout->addWidget(m_facts);
    layout->addWidget(m_state);
    layout->addWidget(m_bar);
    layout->addLayout(buttons);
    layout->addStretch(1);
    connect(store, &ModelStore::downloadChanged, this, &DownloadBox::refresh);
    connect(store, &ModelStore::speedChanged, this, &DownloadBox::refresh);
}

void DownloadBox::present(const hub::PublishedCaptioner& captioner) {
    m_captioner = captioner;
    m_title->setText(toText(captioner.name));
    m_purpose->setText(purposeText(captioner));
    m_store->measureSpeed();
    refresh();
}

void DownloadBox::refresh() {
    if (m_captioner.repository.empty()) {
        return;
    }
    m_facts->setFacts(facts());
    const ModelDownload& download = m_store->download();
    const bool isAboutThis = download.repository == toText(m_captioner.repository);
    if (!isAboutThis && download.isUnderWay()) {
        ModelDownload waiting;
        showState(waiting);
        m_state->say(tr("Another model is being downloaded; this one can follow it."));
        m_go->setEnabled(false);
        return;
    }
    showState(isAboutThis ? download : ModelDownload{});
}

QString DownloadBox::costHere() const {
    if (m_store->speed()) {
        return costText(inference::secondsPerFrame(m_captioner, *m_store->speed()));
    }
    return m_store->isMeasuring() ? tr("being measured…") : tr("not measured");
}

QList<FactList::Fact> DownloadBox::facts() const {
    const ModelDownload& download = m_store->download();
    const bool isKnown = download.repository == toText(m_captioner.repository) && !download.offer.plan.files.empty() &&
                         download.state != State::Asking;
    const hub::Plan& plan = download.offer.plan;
    const QString size =
        isKnown ? bytesText(plan.totalBytes()) : tr("about %1").arg(bytesText(m_captioner.downloadBytes));
    const std::string& licence = isKnown && !plan.licence.empty() ? plan.licence : m_captioner.licence;
    QList<FactList::Fact> facts{{tr("Kind"), kindText(m_captioner.architecture, m_captioner.pictures)},
                                {tr("Parameters"), parametersText(m_captioner.parameters)},
                                {tr("Licence"), licenceText(licence)},
                                {tr("Download"), size},
                                {tr("Speed here"), costHere()},
                                {tr("From"), toText(m_captioner.repository)}};
    if (isKnown) {
        facts.last().value = toText(download.offer.host) + QLatin1Char('/') + facts.last().value;
        facts.append({tr("Free disk space"), bytesText(download.offer.freeBytes)});
        facts.append({tr("Destination"), toText(plan.folder)});
    }
    return facts;
}

void DownloadBox::showState(const ModelDownload& download) {
    m_bar->setVisible(download.state == State::Running || download.state == State::Asking);
    m_bar->setRange(0, download.state == State::Asking ? 0 : barSteps);
    m_leave->setVisible(download.state == State::Offered || download.isUnderWay());
    m_go->setVisible(!download.isUnderWay());
    m_go->setEnabled(true);
    label(m_go, tr("&Download…"));
    label(m_leave, tr("&Cancel"));
    m_state->setForegroundRole(QPalette::WindowText);
    switch (download.state) {
    case State::None:
        m_state->say(tr("Nothing is fetched before you have seen what it is and agreed."));
        break;
    case State::Asking:
        m_state->say(tr("Asking the hub what the model consists of…"));
        break;
    case State::Offered:
        showOffer(download.offer);
        break;
    case State::Running:
        showProgress(download);
        break;
    case State::Stopped:
        m_state->say(tr("Stopped. What came is kept: %1 of %2. The next download goes on from there.")
                         .arg(bytesText(static_cast<quint64>(download.doneBytes)),
                              bytesText(static_cast<quint64>(download.totalBytes))));
        label(m_go, tr("&Go on…"));
        break;
    case State::Failed:
        m_state->say(download.problem);
        label(m_go, tr("&Try again"));
        break;
    }
}

void DownloadBox::showOffer(const DownloadOffer& offer) {
    const hub::Plan& plan = offer.plan;
    const quint64 missing = plan.totalBytes() - plan.presentBytes();
    QString text =
        tr("Download %n file(s) from %1?", nullptr, static_cast<int>(plan.files.size())).arg(toText(offer.host));
    if (plan.presentBytes() > 0) {
        text += QLatin1Char(' ') + tr("%1 of them are here already.").arg(bytesText(plan.presentBytes()));
    }
    if (plan.isGated) {
        text += QLatin1Char(' ') + tr("Its authors want to be asked for access on the model's page first.");
    }
    if (!hasRoom(offer)) {
        text = tr("The disk has too little space: %1 are needed and %2 are free.")
                   .arg(bytesText(missing), bytesText(offer.freeBytes));
        m_go->setEnabled(false);
    }
    m_state->say(text);
    label(m_go, tr("&Download %1").arg(bytesText(missing)));
    label(m_leave, tr("&Not now"));
}

void DownloadBox::showProgress(const ModelDownload& download) {
    const qint64 total = std::max<qint64>(1, download.totalBytes);
    m_bar->setValue(static_cast<int>(barSteps * download.doneBytes / total));
    QString text = tr("%1 of %2")
                       .arg(bytesText(static_cast<quint64>(download.doneBytes)),
                            bytesText(static_cast<quint64>(download.totalBytes)));
    if (const auto rate = download.rate.bytesPerSecond()) {
        text += QStringLiteral(" · ") + tr("%1/s").arg(bytesText(static_cast<quint64>(*rate)));
    }
    if (const auto left = download.rate.secondsLeft(download.totalBytes)) {
        text += QStringLiteral(" · ") + tr("%1 left").arg(durationText(*left));
    }
    m_state->say(text);
}

void DownloadBox::press() {
    if (m_store->download().state == State::Offered &&
        m_store->download().repository == toText(m_captioner.repository)) {
        m_store->startDownload();
        m_leave->setFocus();
    } else {
        m_store->askFor(toText(m_captioner.repository));
        m_leave->setFocus();
    }
}

} // namespace storyscope::ui
