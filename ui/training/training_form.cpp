// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/training_form.h"

#include "core/datasets/storyworld.h"
#include "ui/common/text.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QMap>
#include <QRegularExpression>
#include <cmath>
#include <optional>

namespace storyscope::ui {
namespace {

struct Override {
    QString key;
    QString value;
};

/// Nothing for a line without "=".
std::optional<Override> parsedOverride(const QString& line) {
    const qsizetype equals = line.indexOf(QLatin1Char('='));
    if (equals < 0)
        return std::nullopt;
    return Override{line.left(equals).trimmed(), line.mid(equals + 1).trimmed()};
}

QStringList overrideLines(const QString& text) {
    QStringList lines;
    for (const QString& line : text.split(QLatin1Char('\n')))
        if (!line.trimmed().isEmpty())
            lines << line.trimmed();
    return lines;
}

bool isEmptyOrAbsent(const QString& folder) {
    const QFileInfo info(folder);
    return !info.exists() ||
           (info.isDir() && QDir(folder).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
}

} // namespace

QList<FieldProblem> TrainingFormCheck::problems(const TrainingForm& form) {
    QList<FieldProblem> problems;
    const auto add = [&](TrainingField field, const QString& text) {
        if (!text.isEmpty())
            problems << FieldProblem{field, text};
    };
    if (form.preset.isEmpty())
        add(TrainingField::Preset, tr("No preset was found, so there is nothing to train. Reinstall the program."));
    add(TrainingField::Data, dataProblem(form));
    add(TrainingField::LearningRate, learningRateProblem(form.learningRate));
    bool isNumber = false;
    form.seed.trimmed().toULongLong(&isNumber);
    if (!isNumber)
        add(TrainingField::Seed, tr("The seed must be a whole number from 0, for example 1."));
    add(TrainingField::RunName, runNameProblem(form));
    add(TrainingField::Overrides, overridesProblem(form));
    return problems;
}

QString TrainingFormCheck::dataProblem(const TrainingForm& form) {
    if (form.dataKind == TrainingForm::DataKind::StoryWorld) {
        const auto past =
            static_cast<std::uint64_t>(form.storyWorldSeed) + static_cast<std::uint64_t>(form.storyWorldStories);
        if (past > datasets::storyworld::firstHeldOutSeed)
            return tr("The stories from %1 on are kept for tests. Take fewer stories or a lower first story.")
                .arg(QLocale().toString(static_cast<qulonglong>(datasets::storyworld::firstHeldOutSeed)));
        return {};
    }
    const QString place = form.place.trimmed();
    if (place.isEmpty())
        return tr("Choose the folder with the stories to learn from.");
    const QFileInfo info(place);
    if (!info.exists())
        return tr("There is no folder or file %1.").arg(QDir::toNativeSeparators(place));
    if (!info.isReadable())
        return tr("%1 may not be read. Its permissions forbid it.").arg(QDir::toNativeSeparators(place));
    return {};
}

QString TrainingFormCheck::learningRateProblem(const QString& text) {
    bool isNumber = false;
    const double rate = text.trimmed().toDouble(&isNumber);
    if (!isNumber || !std::isfinite(rate))
        return tr("The learning rate must be a number such as 0.001 or 1e-3.");
    if (rate <= 0)
        return tr("The learning rate must be above 0.");
    if (rate > 1)
        return tr("A learning rate above 1 cannot work. Usual values lie between 0.00001 and 0.01.");
    return {};
}

QString TrainingFormCheck::runNameProblem(const TrainingForm& form) {
    const QString name = form.runName.trimmed();
    if (name.isEmpty())
        return tr("The run needs a name.");
    if (name.contains(QLatin1Char('/')) || name.contains(QLatin1Char('\\')) || name.startsWith(QLatin1Char('.')))
        return tr("The run's name is a folder's name: it must not contain / or \\ or begin with a dot.");
    if (name.toUtf8().size() > 200)
        return tr("The run's name is too long for a folder.");
    if (!isEmptyOrAbsent(toText(form.runsFolder / toPath(name))))
        return tr("There is already a run named %1. Choose another name.").arg(name);
    return {};
}

QString TrainingFormCheck::overridesProblem(const TrainingForm& form) {
    static const QRegularExpression keyPattern(QStringLiteral("^[A-Za-z][A-Za-z0-9_.]*$"));
    static const QStringList ownFields = {QStringLiteral("epochs"), QStringLiteral("batch_size"),
                                          QStringLiteral("learning_rate"), QStringLiteral("seed"),
                                          QStringLiteral("device")};
    QStringList seen;
    for (const QString& line : overrideLines(form.overrides)) {
        const auto override = parsedOverride(line);
        if (!override || override->value.isEmpty() || !keyPattern.match(override->key).hasMatch())
            return tr("“%1” is not of the form key=value, for example weight_decay=0.05.").arg(line);
        if (ownFields.contains(override->key))
            return tr("“%1” has a field of its own on the first page.").arg(override->key);
        if (seen.contains(override->key))
            return tr("“%1” is given twice.").arg(override->key);
        seen << override->key;
    }
    return {};
}

std::string TrainingFormCheck::dataSpecification(const TrainingForm& form) {
    if (form.dataKind == TrainingForm::DataKind::Files)
        return QDir::cleanPath(form.place.trimmed()).toStdString();
    QString drawn =
        QStringLiteral("storyworld:seed=%1,stories=%2").arg(form.storyWorldSeed).arg(form.storyWorldStories);
    if (form.storyWorldSize > 0)
        drawn += QStringLiteral(",size=%1").arg(form.storyWorldSize);
    return drawn.toStdString();
}

training::TrainingOptions TrainingFormCheck::options(const TrainingForm& form) {
    training::TrainingOptions options;
    options.preset = form.preset.toStdString();
    options.data = dataSpecification(form);
    if (form.dataKind == TrainingForm::DataKind::Files)
        options.dataset.pictureFolder = form.pictureFolder;
    options.runFolder = form.runsFolder / toPath(form.runName.trimmed());
    options.epochs = form.epochs;
    options.batchSize = form.batchSize;
    options.learningRate = form.learningRate.trimmed().toDouble();
    options.seed = form.seed.trimmed().toULongLong();
    options.device = form.device.toStdString();
    options.limit = static_cast<std::size_t>(form.limit);
    for (const QString& line : overrideLines(form.overrides))
        if (const auto override = parsedOverride(line))
            options.overrides[override->key.toStdString()] = override->value.toStdString();
    return options;
}

QString TrainingFormCheck::freeRunName(const QString& preset, const std::filesystem::path& runsFolder) {
    const QString stem = (preset.isEmpty() ? QStringLiteral("run") : QFileInfo(preset).completeBaseName()) +
                         QDateTime::currentDateTime().toString(QStringLiteral("-yyyy-MM-dd-HHmm"));
    QString name = stem;
    for (int number = 2; !isEmptyOrAbsent(toText(runsFolder / toPath(name))); ++number)
        name = QStringLiteral("%1-%2").arg(stem).arg(number);
    return name;
}

} // namespace storyscope::ui
