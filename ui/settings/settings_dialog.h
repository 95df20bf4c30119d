// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/model_info.h"
#include "ui/settings/settings.h"

#include <QDialog>
#include <vector>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QSpinBox;

namespace storyscope::ui {

class ModelLister;

/// Shows and changes the Settings; not modal. It neither loads, saves nor applies them: whoever listens to applied(),
/// which comes with OK and with Apply, does. Models are looked for by a worker.
class SettingsDialog : public QDialog {
    Q_OBJECT
public:
    explicit SettingsDialog(const Settings& settings, QWidget* parent = nullptr);

    Settings settings() const;
    void setSettings(const Settings& settings);

signals:
    void applied(const storyscope::ui::Settings& settings);

private:
    void makeFields();
    void addRow(QFormLayout* form, const QString& label, QWidget* field, const QString& explanation);
    void addModels(const std::vector<models::ModelInfo>& models);
    void chooseModel(const QString& folder);

    ModelLister* m_lister = nullptr;
    QComboBox* m_appearance = nullptr;
    QComboBox* m_model = nullptr;
    QSpinBox* m_frames = nullptr;
    QSpinBox* m_threads = nullptr;
    QSpinBox* m_cache = nullptr;
    QCheckBox* m_hardware = nullptr;
};

} // namespace storyscope::ui
