// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/loss_view.h"

#include "ui/common/elided_label.h"
#include "ui/runs/loss_plot.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHash>
#include <QLabel>
#include <QVBoxLayout>

namespace storyscope::ui {
namespace {

const QString totalTerm = QStringLiteral("total");

} // namespace

LossView::LossView(QWidget* parent) : QWidget(parent), m_plot(new LossPlot(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(makeControls());
    layout->addWidget(m_plot, 1);
    connect(m_plot, &LossPlot::readoutChanged, m_readout,
            [this](const QString& text) { m_readout->setFullText(text); });
    connect(m_term, &QComboBox::currentIndexChanged, this, &LossView::showAnew);
    connect(m_logarithmic, &QCheckBox::toggled, this,
            [this](bool on) { m_plot->setScale(on ? LossScale::Logarithmic : LossScale::Linear); });
    connect(m_smooth, &QCheckBox::toggled, this, [this](bool on) {
        m_plot->setSmoothing(on ? Smoothing::Exponential : Smoothing::None);
        showAnew();
    });
}

QWidget* LossView::makeControls() {
    auto* controls = new QWidget(this);
    auto* layout = new QHBoxLayout(controls);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto* label = new QLabel(tr("&Loss:"), controls);
    m_term = new QComboBox(controls);
    m_term->setAccessibleName(tr("Loss term"));
    m_term->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    label->setBuddy(m_term);
    m_logarithmic = new QCheckBox(tr("Lo&g scale"), controls);
    m_logarithmic->setAccessibleName(tr("Logarithmic scale of the loss"));
    m_smooth = new QCheckBox(tr("S&mooth"), controls);
    m_smooth->setAccessibleName(tr("Smooth the training loss"));
    m_smooth->setToolTip(tr("Shows a running mean of about 20 batches"));
    m_smooth->setChecked(true);
    m_readout = new ElidedLabel(controls);
    m_readout->setAccessibleName(tr("Values under the mouse"));
    m_readout->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_readout->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    layout->addWidget(label);
    layout->addWidget(m_term);
    layout->addWidget(m_logarithmic);
    layout->addWidget(m_smooth);
    layout->addWidget(m_readout, 1);
    return controls;
}

void LossView::setRun(const RunRecord* run) {
    m_run = run;
    const QSignalBlocker blocker(m_term);
    m_term->clear();
    fillTerms();
    showAnew();
}

void LossView::refresh() {
    if (!m_run)
        return;
    if (m_term->count() != static_cast<int>(m_run->curves.size()))
        fillTerms();
    const auto curves = m_run->curves.find(m_term->currentData().toString().toStdString());
    if (curves != m_run->curves.end())
        m_plot->show(curves->second, m_run->stageEnds, m_run->bestStep, LossPlot::Change::Grown);
}

void LossView::showAnew() {
    if (m_run) {
        const auto curves = m_run->curves.find(m_term->currentData().toString().toStdString());
        if (curves != m_run->curves.end())
            return m_plot->show(curves->second, m_run->stageEnds, m_run->bestStep, LossPlot::Change::New);
    }
    m_plot->clear();
}

void LossView::fillTerms() {
    if (!m_run)
        return;
    const QSignalBlocker blocker(m_term);
    const QString chosen = m_term->count() > 0 ? m_term->currentData().toString() : totalTerm;
    const QHash<QString, QString> names = {
        {totalTerm, tr("Total")},
        {QStringLiteral("caption"), tr("Caption")},
        {QStringLiteral("next_caption"), tr("Next caption")},
        {QStringLiteral("next_picture"), tr("Next picture")},
        {QStringLiteral("tags"), tr("Tags")},
        {QStringLiteral("score"), tr("Story score")},
        {QStringLiteral("pointing"), tr("Pointing")},
        {QStringLiteral("clip_caption"), tr("Clip caption")},
        {QStringLiteral("contrastive"), tr("Contrastive")},
        {QStringLiteral("content_picture"), tr("Next picture, content")},
        {QStringLiteral("context_picture"), tr("Next picture, context")},
        {QStringLiteral("next_picture_mse"), tr("Next picture, squared error")},
        {QStringLiteral("next_feature"), tr("Next features")},
        {QStringLiteral("picture_autoencoder"), tr("Picture autoencoder")},
        {QStringLiteral("text_autoencoder"), tr("Text autoencoder")},
        {QStringLiteral("latent_picture"), tr("Latent of the picture")},
        {QStringLiteral("latent_text"), tr("Latent of the text")},
        {QStringLiteral("kl"), tr("KL divergence")},
    };
    m_term->clear();
    for (const auto& entry : m_run->curves) {
        const QString term = QString::fromStdString(entry.first);
        m_term->insertItem(term == totalTerm ? 0 : m_term->count(), names.value(term, term), term);
    }
    m_term->setCurrentIndex(qMax(0, m_term->findData(chosen)));
}

} // namespace storyscope::ui
