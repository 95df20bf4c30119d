// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/preset_values.h"

#include "ui/common/text.h"

#include <QFile>
#include <QJsonDocument>
#include <QStringList>

namespace storyscope::ui {
namespace {

constexpr qint64 mostBytes = 64 << 10; // more is not read on the GUI thread

QJsonValue valueAt(const QJsonObject& section, const QString& key) {
    QJsonValue value = section;
    for (const QString& part : key.split(QLatin1Char('.')))
        value = value.toObject().value(part);
    return value;
}

} // namespace

PresetValues::PresetValues(const std::filesystem::path& path) {
    QFile file(toText(path));
    if (path.empty() || file.size() > mostBytes || !file.open(QIODevice::ReadOnly))
        return;
    const QJsonObject preset = QJsonDocument::fromJson(file.readAll()).object();
    m_training = preset.value(QLatin1String("training")).toObject();
    m_model = preset.value(QLatin1String("model")).toObject();
}

bool PresetValues::contains(const QString& key) const {
    return !valueAt(m_training, key).isUndefined() || !valueAt(m_model, key).isUndefined();
}

double PresetValues::number(const QString& key, double otherwise) const {
    const QJsonValue value = valueAt(m_training, key);
    return (value.isUndefined() ? valueAt(m_model, key) : value).toDouble(otherwise);
}

} // namespace storyscope::ui
