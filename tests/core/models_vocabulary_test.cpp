// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/models/pretrained_vocabulary.h"

#include <QTemporaryDir>
#include <QTest>

using namespace storyscope;
using namespace storyscope::models;

/// Where a vocabulary that a preset names is found.
class ModelsVocabularyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_folder = m_temporary->path().toStdString();
        m_places.huggingFace = m_folder / "hub";
    }

    void a_file_or_a_folder_is_taken_as_it_is() {
        writeFileAtomically(m_folder / "vocab.txt", "[PAD]\n");
        QCOMPARE(findVocabulary((m_folder / "vocab.txt").string(), m_places), m_folder / "vocab.txt");
        QCOMPARE(findVocabulary(m_folder.string(), m_places), m_folder);
    }

    void a_name_is_looked_up_in_the_hugging_face_cache_data() {
        QTest::addColumn<QString>("repository");
        QTest::addColumn<QString>("source");
        QTest::newRow("plain name") << "models--bert-base-uncased"
                                    << "bert-base-uncased";
        QTest::newRow("moved") << "models--google-bert--bert-base-uncased"
                               << "bert-base-uncased";
        QTest::newRow("owner and name") << "models--owner--name"
                                        << "owner/name";
        QTest::newRow("published network") << "models--distilbert--distilbert-base-uncased"
                                           << "distilbert-base-uncased";
    }

    void a_name_is_looked_up_in_the_hugging_face_cache() {
        QFETCH(const QString, repository);
        QFETCH(const QString, source);
        const std::filesystem::path cached = m_places.huggingFace / repository.toStdString();
        writeFileAtomically(cached / "snapshots" / "aaa" / "vocab.txt", "old\n");
        writeFileAtomically(cached / "snapshots" / "bbb" / "vocab.txt", "new\n");
        writeFileAtomically(cached / "refs" / "main", "bbb\n");
        QCOMPARE(findVocabulary(source.toStdString(), m_places), cached / "snapshots" / "bbb");
    }

    void a_snapshot_without_a_vocabulary_is_passed_over() {
        const std::filesystem::path cached = m_places.huggingFace / "models--a--b";
        writeFileAtomically(cached / "snapshots" / "aaa" / "config.json", "{}");
        writeFileAtomically(cached / "snapshots" / "bbb" / "tokenizer.json", "{}");
        QCOMPARE(findVocabulary("a/b", m_places), cached / "snapshots" / "bbb");
    }

    void what_is_nowhere_is_refused_with_the_places() {
        try {
            (void)findVocabulary("bert-base-uncased", m_places);
            QFAIL("a vocabulary was found");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::NotFound);
            QVERIFY(error.message().find((m_places.huggingFace / "models--bert-base-uncased").string()) !=
                    std::string::npos);
            QVERIFY(error.message().find("--set tokenizer.vocabulary=FILE") != std::string::npos);
            QVERIFY(error.message().find('\n') == std::string::npos); // one sentence
        }
    }

private:
    std::unique_ptr<QTemporaryDir> m_temporary;
    std::filesystem::path m_folder;
    WeightsPlaces m_places;
};

QTEST_GUILESS_MAIN(ModelsVocabularyTest)
#include "models_vocabulary_test.moc"
