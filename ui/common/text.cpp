// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/text.h"

#include <QFile>
#include <QLocale>
#include <cmath>

namespace storyscope::ui {

QString timeText(double seconds) {
    const auto hundredths = static_cast<long long>(std::llround(std::max(0.0, seconds) * 100));
    const auto pad = [](long long value) { return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0')); };
    const long long wholeSeconds = hundredths / 100;
    const QString tail = pad(wholeSeconds / 60 % 60) + QLatin1Char(':') + pad(wholeSeconds % 60) + QLatin1Char('.') +
                         pad(hundredths % 100);
    const long long hours = wholeSeconds / 3600;
    return hours > 0 ? QString::number(hours) + QLatin1Char(':') + tail : tail;
}

QString shareText(double share) {
    return QLocale().toString(share, 'f', 2);
}

QString circledNumber(int number) {
    constexpr int circledOne = 0x2460;
    return number >= 1 && number <= 20 ? QString(QChar(circledOne + number - 1)) : QString::number(number);
}

QString toText(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

QString toText(const std::filesystem::path& path) {
    return QFile::decodeName(path.c_str());
}

std::filesystem::path toPath(const QString& text) {
    return QFile::encodeName(text).toStdString();
}

} // namespace storyscope::ui
