// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/train_expert_page.h"

#include "ui/training/wrapping_label.h"

#include <QFontDatabase>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QVBoxLayout>
#include <limits>

namespace storyscope::ui {

TrainExpertPage::TrainExpertPage(QWidget* parent) : QWidget(parent) {
    m_runName = new QLineEdit(this);
    m_runName->setAccessibleName(tr("Name of the run"));
    m_firstStory = new QSpinBox(this);
    m_firstStory->setRange(0, std::numeric_limits<int>::max());
    m_firstStory->setValue(TrainingForm().storyWorldSeed);
    m_firstStory->setGroupSeparatorShown(true);
    m_firstStory->setAccessibleName(tr("First StoryWorld story"));
    m_firstStory->setMaximumWidth(160);
    m_limit = new QSpinBox(this);
    m_limit->setRange(0, 10'000'000);
    m_limit->setGroupSeparatorShown(true);
    m_limit->setSpecialValueText(tr("All"));
    m_limit->setAccessibleName(tr("Most training stories to use"));
    m_limit->setMaximumWidth(160);
    m_overrides = new QPlainTextEdit(this);
    m_overrides->setAccessibleName(tr("Other values of the preset, one key=value per line"));
    m_overrides->setPlaceholderText(QStringLiteral("weight_decay=0.05"));
    m_overrides->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_overrides->setTabChangesFocus(true);
    m_overrides->setFixedHeight(6 * m_overrides->fontMetrics().lineSpacing());
    auto* hint = new WrappingLabel(this);
    hint->say(tr("One key=value per line. The keys are those of the preset's file: what a description gives as --set "
                 "key=value goes here."));
    hint->setForegroundRole(QPalette::PlaceholderText);

    auto* form = new QFormLayout(this);
    form->setContentsMargins(16, 16, 16, 16);
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->addRow(tr("&Run name:"), m_runName);
    form->addRow(tr("&First story:"), m_firstStory);
    form->addRow(tr("&Use at most:"), m_limit);
    auto* overrides = new QWidget(this);
    auto* column = new QVBoxLayout(overrides);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_overrides);
    column->addWidget(hint);
    auto* label = new QLabel(tr("&Other values:"), this);
    label->setBuddy(m_overrides);
    form->addRow(label, overrides);
    connect(m_runName, &QLineEdit::textChanged, this, &TrainExpertPage::changed);
    connect(m_firstStory, &QSpinBox::valueChanged, this, &TrainExpertPage::changed);
    connect(m_limit, &QSpinBox::valueChanged, this, &TrainExpertPage::changed);
    connect(m_overrides, &QPlainTextEdit::textChanged, this, &TrainExpertPage::changed);
}

void TrainExpertPage::readInto(TrainingForm& form) const {
    form.runName = m_runName->text();
    form.storyWorldSeed = m_firstStory->value();
    form.limit = m_limit->value();
    form.overrides = m_overrides->toPlainText();
}

void TrainExpertPage::setFirstStory(int seed) {
    m_firstStory->setValue(seed);
}

void TrainExpertPage::suggestRunName(const QString& name) {
    if (m_runName->isModified() && !m_runName->text().trimmed().isEmpty())
        return;
    m_runName->setText(name);
    m_runName->setModified(false);
}

} // namespace storyscope::ui
