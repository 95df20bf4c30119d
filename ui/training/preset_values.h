// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>
#include <filesystem>

namespace storyscope::ui {

/// The values of a preset's file that a run may override, by key: one of its training section or of its model section,
/// nested keys joined by dots ("losses.tags"). A file that cannot be read has none.
class PresetValues {
public:
    explicit PresetValues(const std::filesystem::path& file);

    bool isEmpty() const { return m_training.isEmpty() && m_model.isEmpty(); }
    bool contains(const QString& key) const;
    double number(const QString& key, double otherwise) const;

private:
    QJsonObject m_training;
    QJsonObject m_model;
};

} // namespace storyscope::ui
