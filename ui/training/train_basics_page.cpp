// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/train_basics_page.h"

#include "core/training/trainer.h"
#include "ui/common/icons.h"
#include "ui/common/text.h"
#include "ui/training/wrapping_label.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace storyscope::ui {
namespace {

constexpr int mostStories = 10'000'000;
constexpr int mostEpochs = 10'000;
constexpr int mostBatch = 4'096;

QString rateText(double rate) {
    return QLocale::c().toString(rate, 'g', 6);
}

QSpinBox* makeNumber(int lowest, int highest, const QString& name, QWidget* parent) {
    auto* number = new QSpinBox(parent);
    number->setRange(lowest, highest);
    number->setGroupSeparatorShown(true);
    number->setAccessibleName(name);
    number->setMaximumWidth(160);
    return number;
}

/// Its key leads to a widget inside the field that it stands before.
QLabel* makeLabel(const QString& text, QWidget* buddy) {
    auto* label = new QLabel(text);
    label->setBuddy(buddy);
    return label;
}

/// A row of widgets without margins.
QWidget* makeRow(QWidget* parent, const QList<QWidget*>& widgets, int stretched) {
    auto* row = new QWidget(parent);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    for (int i = 0; i < widgets.size(); ++i)
        layout->addWidget(widgets[i], i == stretched ? 1 : 0);
    return row;
}

} // namespace

TrainBasicsPage::TrainBasicsPage(std::vector<models::PresetInfo> presets, QWidget* parent)
    : QWidget(parent), m_presets(std::move(presets)) {
    auto* form = new QFormLayout(this);
    form->setContentsMargins(16, 16, 16, 16);
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    makeNumberFields();
    addRows(form);
    setTabOrders();
    followPreset();
    connect(m_preset, &QComboBox::currentIndexChanged, this, [this] {
        followPreset();
        emit changed();
    });
    connect(m_dataKind, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_dataDetail->setCurrentIndex(index);
        emit changed();
    });
    for (const QSpinBox* number : {m_stories, m_epochs, m_batch})
        connect(number, &QSpinBox::valueChanged, this, &TrainBasicsPage::changed);
    for (const QLineEdit* line : {m_place, m_learningRate, m_seed})
        connect(line, &QLineEdit::textChanged, this, &TrainBasicsPage::changed);
    connect(m_device, &QComboBox::currentIndexChanged, this, &TrainBasicsPage::changed);
}

void TrainBasicsPage::makeNumberFields() {
    m_epochs = makeNumber(1, mostEpochs, tr("Epochs"), this);
    m_epochs->setToolTip(tr("How often every training story is seen"));
    m_batch = makeNumber(1, mostBatch, tr("Stories a step"), this);
    m_batch->setToolTip(tr("More need more memory and give smoother steps"));
    m_learningRate = new QLineEdit(this);
    m_learningRate->setAccessibleName(tr("Learning rate"));
    m_learningRate->setToolTip(tr("How far one step changes the weights"));
    m_learningRate->setMaximumWidth(160);
    m_seed = new QLineEdit(QStringLiteral("1"), this);
    m_seed->setAccessibleName(tr("Seed"));
    m_seed->setToolTip(tr("The same seed on the same machine gives the same run"));
    m_seed->setMaximumWidth(160);
    m_device = new QComboBox(this);
    m_device->setAccessibleName(tr("Device"));
    m_device->setMaximumWidth(160);
    setDevices({QStringLiteral("cpu")});
}

void TrainBasicsPage::addRows(QFormLayout* form) {
    QWidget* presetField = makePresetField();
    QWidget* dataField = makeDataField();
    form->addRow(makeLabel(tr("&Preset:"), m_preset), presetField);
    form->addRow(makeLabel(tr("&Data:"), m_dataKind), dataField);
    form->addRow(tr("&Epochs:"), m_epochs);
    form->addRow(tr("&Batch:"), m_batch);
    form->addRow(tr("&Learning rate:"), m_learningRate);
    form->addRow(tr("&Seed:"), m_seed);
    form->addRow(tr("De&vice:"), m_device);
}

/// As the eye goes; the fields were made in another order.
void TrainBasicsPage::setTabOrders() {
    QWidget* before = m_preset;
    for (QWidget* field : QList<QWidget*>{m_dataKind, m_stories, m_place, m_browse, m_epochs, m_batch, m_learningRate,
                                          m_seed, m_device}) {
        setTabOrder(before, field);
        before = field;
    }
}

QWidget* TrainBasicsPage::makePresetField() {
    auto* field = new QWidget(this);
    auto* layout = new QVBoxLayout(field);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    m_preset = new QComboBox(field);
    m_preset->setAccessibleName(tr("Preset"));
    for (const models::PresetInfo& preset : m_presets)
        m_preset->addItem(toText(preset.title.empty() ? preset.name : preset.title), toText(preset.name));
    m_preset->setCurrentIndex(std::max(0, m_preset->findData(toText(training::TrainingOptions().preset))));
    m_description = new WrappingLabel(field);
    m_description->setAccessibleName(tr("What the preset is"));
    m_description->setForegroundRole(QPalette::PlaceholderText);
    layout->addWidget(m_preset);
    layout->addWidget(m_description);
    return field;
}

QWidget* TrainBasicsPage::makeDataField() {
    m_dataKind = new QComboBox(this);
    m_dataKind->setAccessibleName(tr("Kind of data"));
    m_dataKind->addItem(tr("StoryWorld"));
    m_dataKind->addItem(tr("Folder or file"));
    m_dataKind->setToolTip(
        tr("StoryWorld is drawn by the program: any number of stories, with everything known about them"));
    m_stories = makeNumber(1, mostStories, tr("Number of StoryWorld stories"), this);
    m_stories->setObjectName(QStringLiteral("storiesField"));
    m_stories->setSingleStep(500);
    m_stories->setValue(TrainingForm().storyWorldStories);
    m_stories->setSuffix(tr(" stories"));
    m_place = new QLineEdit(this);
    m_place->setAccessibleName(tr("Folder or file with the stories"));
    m_place->setPlaceholderText(tr("Folder or file with stories"));
    m_browse = new QPushButton(icon(QStringLiteral("folder")), tr("&Choose…"), this);
    m_browse->setAccessibleName(tr("Choose a folder"));
    m_browse->setAutoDefault(false);
    connect(m_browse, &QPushButton::clicked, this, &TrainBasicsPage::browse);
    m_dataDetail = new QStackedWidget(this);
    m_dataDetail->addWidget(m_stories);
    m_dataDetail->addWidget(makeRow(m_dataDetail, {m_place, m_browse}, 0));
    m_dataDetail->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    return makeRow(this, {m_dataKind, m_dataDetail}, 1);
}

void TrainBasicsPage::followPreset() {
    const models::PresetInfo* now = preset();
    if (!now)
        return;
    m_description->say(toText(now->description));
    const models::PresetInfo* before = m_followed;
    m_epochs->setMinimum(now->stages);
    if (!before || m_epochs->value() == before->epochs)
        m_epochs->setValue(now->epochs);
    if (!before || m_batch->value() == before->batchSize)
        m_batch->setValue(now->batchSize);
    if (!before || m_learningRate->text() == rateText(before->learningRate))
        m_learningRate->setText(rateText(now->learningRate));
    m_followed = now;
}

void TrainBasicsPage::browse() {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Choose a folder with stories"), m_place->text());
    if (!folder.isEmpty())
        setPlace(folder);
}

void TrainBasicsPage::setPlace(const QString& place) {
    m_dataKind->setCurrentIndex(static_cast<int>(TrainingForm::DataKind::Files));
    m_place->setText(QDir::toNativeSeparators(place));
}

void TrainBasicsPage::setStoryWorld(int stories) {
    m_dataKind->setCurrentIndex(static_cast<int>(TrainingForm::DataKind::StoryWorld));
    m_stories->setValue(stories);
}

void TrainBasicsPage::setDevices(const QStringList& devices) {
    const QString chosen = m_device->currentData().toString();
    const QSignalBlocker blocker(m_device);
    m_device->clear();
    m_device->addItem(tr("Automatic"), QStringLiteral("auto"));
    for (const QString& device : devices)
        m_device->addItem(device.toUpper().replace(QLatin1Char(':'), QLatin1Char(' ')), device);
    m_device->setCurrentIndex(std::max(0, m_device->findData(chosen)));
}

void TrainBasicsPage::focusFirstField() {
    m_preset->setFocus();
}

const models::PresetInfo* TrainBasicsPage::preset() const {
    const int index = m_preset->currentIndex();
    return index < 0 ? nullptr : &m_presets[static_cast<std::size_t>(index)];
}

void TrainBasicsPage::readInto(TrainingForm& form) const {
    form.preset = m_preset->currentData().toString();
    form.dataKind = static_cast<TrainingForm::DataKind>(m_dataKind->currentIndex());
    form.storyWorldStories = m_stories->value();
    form.place = m_place->text();
    form.epochs = m_epochs->value();
    form.batchSize = m_batch->value();
    form.learningRate = m_learningRate->text();
    form.seed = m_seed->text();
    form.device = m_device->currentData().toString();
}

} // namespace storyscope::ui
