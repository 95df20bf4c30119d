// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settings_dialog.h"

#include "ui/common/text.h"
#include "ui/jobs/model_lister.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace storyscope::ui {
namespace {

constexpr int preferredWidth = 520;

} // namespace

SettingsDialog::SettingsDialog(const Settings& settings, QWidget* parent)
    : QDialog(parent), m_lister(new ModelLister(this)) {
    setWindowTitle(tr("Settings"));
    makeFields();
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(12);
    addRow(form, tr("&Appearance:"), m_appearance, {});
    addRow(form, tr("Default &model:"), m_model, tr("Tells the stories of files that are opened from now on."));
    addRow(form, tr("&Frames of a story:"), m_frames, tr("Chosen evenly over a video; each gets a caption."));
    addRow(
        form, tr("Compute &threads:"), m_threads,
        tr("For telling and training. More than there are cores makes both slower. Takes effect at the next start."));
    addRow(form, tr("F&rame memory:"), m_cache, tr("Decoded frames kept for stepping back and forth."));
    addRow(form, tr("Graphics card:"), m_hardware,
           tr("Only where it gives the same picture as the processor. Takes effect for videos opened from now on."));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel | QDialogButtonBox::Apply |
                                             QDialogButtonBox::RestoreDefaults,
                                         this);
    buttons->button(QDialogButtonBox::RestoreDefaults)->setText(tr("Restore defaults"));
    buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    buttons->button(QDialogButtonBox::Apply)->setText(tr("Apply"));
    for (QAbstractButton* button : buttons->buttons()) {
        button->setIcon(QIcon());
        button->setAccessibleName(button->text().remove(QLatin1Char('&')));
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(16);
    layout->addLayout(form);
    layout->addStretch(1);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        emit applied(this->settings());
        accept();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons->button(QDialogButtonBox::Apply), &QPushButton::clicked, this,
            [this] { emit applied(this->settings()); });
    connect(buttons->button(QDialogButtonBox::RestoreDefaults), &QPushButton::clicked, this,
            [this] { setSettings(Settings{}); });
    connect(m_lister, &ModelLister::listed, this, &SettingsDialog::addModels);
    resize(preferredWidth, layout->totalHeightForWidth(preferredWidth));
    setSettings(settings);
    m_lister->list();
}

void SettingsDialog::makeFields() {
    m_appearance = new QComboBox(this);
    m_appearance->addItem(tr("As the system"), static_cast<int>(Appearance::System));
    m_appearance->addItem(tr("Light"), static_cast<int>(Appearance::Light));
    m_appearance->addItem(tr("Dark"), static_cast<int>(Appearance::Dark));
    m_model = new QComboBox(this);
    m_model->addItem(tr("StoryWorld (comes with the program)"), QString());
    m_model->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_model->setMinimumContentsLength(32);
    m_frames = new QSpinBox(this);
    m_frames->setRange(SettingsLimits::leastFrames, SettingsLimits::mostFrames);
    m_threads = new QSpinBox(this);
    m_threads->setRange(0, SettingsLimits::mostThreads);
    m_threads->setSpecialValueText(tr("Automatic"));
    m_cache = new QSpinBox(this);
    m_cache->setRange(SettingsLimits::leastCacheMebibytes, SettingsLimits::mostCacheMebibytes);
    m_cache->setSingleStep(SettingsLimits::leastCacheMebibytes);
    m_cache->setSuffix(tr(" MiB"));
    m_hardware = new QCheckBox(tr("&Decode videos on it"), this);
}

void SettingsDialog::addRow(QFormLayout* form, const QString& label, QWidget* field, const QString& explanation) {
    field->setAccessibleName(QString(label).remove(QLatin1Char('&')).remove(QLatin1Char(':')));
    field->setAccessibleDescription(explanation);
    auto* row = new QWidget(this);
    row->setFocusProxy(field);
    auto* layout = new QVBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(field);
    form->addRow(label, row);
    if (explanation.isEmpty())
        return;
    auto* text = new QLabel(explanation, row);
    text->setWordWrap(true);
    text->setForegroundRole(QPalette::PlaceholderText);
    layout->addWidget(text);
}

Settings SettingsDialog::settings() const {
    Settings settings;
    settings.appearance = static_cast<Appearance>(m_appearance->currentData().toInt());
    settings.defaultModel = m_model->currentData().toString();
    settings.storyFrames = m_frames->value();
    settings.computeThreads = m_threads->value();
    settings.cacheMebibytes = m_cache->value();
    settings.hardware = m_hardware->isChecked() ? media::HardwareDecoding::WhereExact : media::HardwareDecoding::Off;
    return settings;
}

void SettingsDialog::setSettings(const Settings& settings) {
    m_appearance->setCurrentIndex(m_appearance->findData(static_cast<int>(settings.appearance)));
    chooseModel(settings.defaultModel);
    m_frames->setValue(settings.storyFrames);
    m_threads->setValue(settings.computeThreads);
    m_cache->setValue(settings.cacheMebibytes);
    m_hardware->setChecked(settings.hardware == media::HardwareDecoding::WhereExact);
}

void SettingsDialog::chooseModel(const QString& folder) {
    if (m_model->findData(folder) < 0)
        m_model->addItem(QFileInfo(folder).fileName(), folder);
    m_model->setCurrentIndex(m_model->findData(folder));
    m_model->setToolTip(folder);
}

void SettingsDialog::addModels(const std::vector<models::ModelInfo>& models) {
    for (std::size_t i = 1; i < models.size(); ++i) { // the first is the bundled one, which is in the list
        const QString folder = toText(models[i].path);
        const int known = m_model->findData(folder);
        if (known < 0)
            m_model->addItem(toText(models[i].name), folder);
        else
            m_model->setItemText(known, toText(models[i].name));
    }
}

} // namespace storyscope::ui
