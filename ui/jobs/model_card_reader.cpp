// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/model_card_reader.h"

#include "core/inference/model_shelf.h"
#include "ui/common/text.h"

#include <QRegularExpression>

namespace storyscope::ui {

namespace {

/// Pictures of cards lie elsewhere, and nothing is fetched to show a card: their description stays.
QString withoutPictures(QString markdown) {
    static const QRegularExpression picture(QStringLiteral("!\\[([^\\]]*)\\]\\([^)]*\\)"));
    static const QRegularExpression tag(QStringLiteral("<(?:/?[A-Za-z][^<>]*|!--.*?--)>"),
                                        QRegularExpression::DotMatchesEverythingOption);
    return markdown.replace(picture, QStringLiteral("\\1")).remove(tag);
}

} // namespace

void ModelCardReader::read(const QString& folder) {
    start(Running::IsStopped, [this, folder](Run& run) {
        const QString text = withoutPictures(toText(inference::readModelCard(toPath(folder)).text));
        run.deliver([this, folder, text] { emit cardRead(folder, text); });
    });
}

} // namespace storyscope::ui
