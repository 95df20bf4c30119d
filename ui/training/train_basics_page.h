// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/model_info.h"
#include "ui/training/training_form.h"

#include <QStringList>
#include <QWidget>
#include <vector>

class QComboBox;
class QFormLayout;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QStackedWidget;

namespace storyscope::ui {

class WrappingLabel;

/// The seven fields that a run needs: preset, data, epochs, batch, learning rate, seed, device.
class TrainBasicsPage : public QWidget {
    Q_OBJECT
public:
    explicit TrainBasicsPage(std::vector<models::PresetInfo> presets, QWidget* parent = nullptr);

    /// Fills in this page's part.
    void readInto(TrainingForm& form) const;
    /// The chosen preset, or null if there is none.
    const models::PresetInfo* preset() const;
    /// Chooses a folder or file as the data to train on.
    void setPlace(const QString& place);
    /// Chooses so many StoryWorld stories.
    void setStoryWorld(int stories);
    void setDevices(const QStringList& devices);
    void focusFirstField();

signals:
    void changed();

private:
    QWidget* makePresetField();
    QWidget* makeDataField();
    void makeNumberFields();
    void addRows(QFormLayout* form);
    void setTabOrders();
    void followPreset();
    void browse();

    std::vector<models::PresetInfo> m_presets;
    const models::PresetInfo* m_followed = nullptr; ///< whose values the number fields took
    QComboBox* m_preset = nullptr;
    WrappingLabel* m_description = nullptr;
    QComboBox* m_dataKind = nullptr;
    QStackedWidget* m_dataDetail = nullptr;
    QSpinBox* m_stories = nullptr;
    QLineEdit* m_place = nullptr;
    QPushButton* m_browse = nullptr;
    QSpinBox* m_epochs = nullptr;
    QSpinBox* m_batch = nullptr;
    QLineEdit* m_learningRate = nullptr;
    QLineEdit* m_seed = nullptr;
    QComboBox* m_device = nullptr;
};

} // namespace storyscope::ui
