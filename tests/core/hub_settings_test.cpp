// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub_fixture.h"

#include "core/hub/hub_settings.h"
#include "core/models/pretrained_files.h"

#include <QTest>

namespace storyscope::test {

/// The environment is read as the hub's own tools read it.
class HubSettingsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void the_cache_is_where_others_look_data();
    void the_cache_is_where_others_look();
    void offline_is_understood_data();
    void offline_is_understood();
    void endpoint_and_token_are_honoured();
    void nonsense_is_refused_data();
    void nonsense_is_refused();
    void names_of_models_are_checked_data();
    void names_of_models_are_checked();
};

void HubSettingsTest::init() {
    for (const char* name : {"HF_ENDPOINT", "HF_TOKEN", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "HF_HOME",
                             "XDG_CACHE_HOME", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"}) {
        qunsetenv(name);
    }
    qputenv("HOME", "/nowhere/person");
}

void HubSettingsTest::the_cache_is_where_others_look_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QString>("cache");
    QTest::newRow("default") << QByteArray() << "/nowhere/person/.cache/huggingface/hub";
    QTest::newRow("HF_HUB_CACHE") << QByteArray("HF_HUB_CACHE") << "/chosen";
    QTest::newRow("its older name") << QByteArray("HUGGINGFACE_HUB_CACHE") << "/chosen";
    QTest::newRow("HF_HOME") << QByteArray("HF_HOME") << "/chosen/hub";
    QTest::newRow("XDG_CACHE_HOME") << QByteArray("XDG_CACHE_HOME") << "/chosen/huggingface/hub";
}

void HubSettingsTest::the_cache_is_where_others_look() {
    QFETCH(QByteArray, name);
    QFETCH(QString, cache);
    if (!name.isEmpty()) {
        qputenv(name.constData(), "/chosen");
    }
    QCOMPARE(hub::Settings::fromEnvironment().cache.string(), cache.toStdString());
    QCOMPARE(models::WeightsPlaces::fromEnvironment().huggingFace.string(), cache.toStdString());
}

void HubSettingsTest::offline_is_understood_data() {
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("isOffline");
    for (const char* value : {"1", "true", "Yes", "ON"}) {
        QTest::newRow(value) << QByteArray(value) << true;
    }
    for (const char* value : {"0", "", "false"}) {
        QTest::addRow("\"%s\"", value) << QByteArray(value) << false;
    }
}

void HubSettingsTest::offline_is_understood() {
    QFETCH(QByteArray, value);
    QFETCH(bool, isOffline);
    for (const char* name : {"HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"}) {
        init();
        qputenv(name, value);
        QCOMPARE(hub::Settings::fromEnvironment().network == hub::Network::Forbidden, isOffline);
    }
}

void HubSettingsTest::endpoint_and_token_are_honoured() {
    QCOMPARE(hub::Settings::fromEnvironment().endpoint, std::string("https://huggingface.co"));
    qputenv("HF_ENDPOINT", "https://mirror.example/hub/");
    qputenv("HF_TOKEN", " hf_abc\n");
    const hub::Settings settings = hub::Settings::fromEnvironment();
    QCOMPARE(settings.endpoint, std::string("https://mirror.example/hub"));
    QCOMPARE(settings.token, std::string("hf_abc"));
}

void HubSettingsTest::nonsense_is_refused_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("no protocol") << QByteArray("HF_ENDPOINT") << QByteArray("huggingface.co");
    QTest::newRow("another protocol") << QByteArray("HF_ENDPOINT") << QByteArray("file:///etc");
    QTest::newRow("a token with a header behind it") << QByteArray("HF_TOKEN") << QByteArray("hf_a\r\nX: y");
}

void HubSettingsTest::nonsense_is_refused() {
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    qputenv(name.constData(), value);
    const std::string message = messageOf([] { hub::Settings::fromEnvironment(); });
    QVERIFY2(contains(message, name.toStdString()), message.c_str());
}

void HubSettingsTest::names_of_models_are_checked_data() {
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("revision");
    for (const char* id : {"", "/", "a/", "/b", "a/b/c", "../x", "a/..", "a/b?c", "a b/c", ".a/b", "a--b/c", "a/b#c"}) {
        QTest::newRow(id) << id << "main";
    }
    for (const char* revision : {"", "..", "a/../b", "/main", "main?x", "a b", "a//b"}) {
        QTest::addRow("revision \"%s\"", revision) << "owner/name" << revision;
    }
}

void HubSettingsTest::names_of_models_are_checked() {
    QFETCH(QString, id);
    QFETCH(QString, revision);
    const HubFixture hub;
    const auto error = errorOf([&] { hub::plan(id.toStdString(), revision.toStdString(), hub.settings, {}); });
    QVERIFY(error);
    QCOMPARE(error->code(), ErrorCode::BadArgument);
    QVERIFY(hub.server.hubRequests().empty());
}

} // namespace storyscope::test

QTEST_GUILESS_MAIN(storyscope::test::HubSettingsTest)
#include "hub_settings_test.moc"
