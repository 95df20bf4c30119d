// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/translation.h"

#include <QApplication>
#include <QFile>
#include <QLocale>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

class TranslationTest : public QObject {
    Q_OBJECT

private slots:
    void every_text_is_translated_and_keeps_its_placeholders();
    void english_counts_have_plural_forms();
    void the_german_file_is_in_the_program();
};

namespace {

QStringList placeholdersOf(const QString& text) {
    static const QRegularExpression placeholder(QStringLiteral("%(?:n|[0-9])"));
    QStringList found;
    for (auto match = placeholder.globalMatch(text); match.hasNext();)
        found << match.next().captured();
    found.sort();
    return found;
}

QString countOf(int frames) {
    return QCoreApplication::translate("storyscope::ui::StoryChoices", "%n frame(s)", nullptr, frames);
}

} // namespace

void TranslationTest::every_text_is_translated_and_keeps_its_placeholders() {
    QFile file(QStringLiteral(STORYSCOPE_TEST_DATA "/../../translations/storyscope_de.ts"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QXmlStreamReader reader(&file);
    QString source;
    int texts = 0;
    while (!reader.atEnd()) {
        reader.readNext();
        if (!reader.isStartElement())
            continue;
        if (reader.name() == QLatin1String("source")) {
            source = reader.readElementText();
        } else if (reader.name() == QLatin1String("translation")) {
            QVERIFY2(!reader.attributes().hasAttribute(QLatin1String("type")), qPrintable(source));
            const QString text = reader.readElementText(QXmlStreamReader::IncludeChildElements);
            QVERIFY2(!text.isEmpty(), qPrintable(source));
            if (!source.contains(QLatin1String("%n")))
                QVERIFY2(placeholdersOf(text) == placeholdersOf(source), qPrintable(source));
            ++texts;
        }
    }
    QVERIFY(!reader.hasError());
    QVERIFY(texts > 300);
}

void TranslationTest::english_counts_have_plural_forms() {
    storyscope::ui::installTranslations(*qApp, QLocale(QLocale::English));
    QCOMPARE(countOf(1), QStringLiteral("1 frame"));
    QCOMPARE(countOf(5), QStringLiteral("5 frames"));
}

void TranslationTest::the_german_file_is_in_the_program() {
    storyscope::ui::installTranslations(*qApp, QLocale(QLocale::German));
    QCOMPARE(countOf(5), QStringLiteral("5 Bilder"));
    QCOMPARE(QCoreApplication::translate("storyscope::ui::RunsModel", "Epoch"), QStringLiteral("Epoche"));
}

QTEST_MAIN(TranslationTest)
#include "translation_test.moc"
