// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub_fixture.h"

#include "core/base/atomic_file.h"
#include "core/hub/installed_models.h"

#include <QTest>

namespace storyscope::test {

namespace fs = std::filesystem;

/// What is in the cache is listed, verified and removed.
class HubInstalledTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void an_empty_cache_lists_nothing();
    void a_downloaded_model_is_listed();
    void a_cache_without_links_is_listed();
    void an_interrupted_download_is_not_listed();
    void a_good_model_verifies();
    void a_changed_byte_is_found_data();
    void a_changed_byte_is_found();
    void a_missing_blob_is_found();
    void a_stop_ends_verifying();
    void a_removed_model_is_gone();
    void removing_leaves_other_models();
    void nothing_of_a_model_is_told_data();
    void nothing_of_a_model_is_told();
};

void HubInstalledTest::an_empty_cache_lists_nothing() {
    const HubFixture hub;
    QVERIFY(hub::installed(hub.settings.cache).empty());
}

void HubInstalledTest::a_downloaded_model_is_listed() {
    HubFixture hub;
    const fs::path snapshot = hub.fetch();
    hub.server.commit = std::string(40, 'f'); // a new commit of main; the old one stays
    const fs::path newer = hub.fetch();
    const auto models = hub::installed(hub.settings.cache);
    QCOMPARE(models.size(), std::size_t{2});
    QCOMPARE(models[0].id, std::string("painter/tiny-captioner"));
    QCOMPARE(models[0].revision, std::string("main"));
    QCOMPARE(models[0].commit, std::string(40, 'f'));
    QCOMPARE(models[0].folder, newer);
    QCOMPARE(models[0].sizeBytes, hub.plan().totalBytes());
    QCOMPARE(models[1].revision, std::string());
    QCOMPARE(models[1].folder, snapshot);
}

void HubInstalledTest::a_cache_without_links_is_listed() {
    const HubFixture hub;
    const fs::path snapshot = hub.settings.cache / "models--gpt2" / "snapshots" / "abc";
    fs::create_directories(snapshot);
    writeFileAtomically(snapshot / "config.json", "{}");
    fs::create_directories(hub.settings.cache / "datasets--painter--pictures" / "snapshots" / "abc");
    const auto models = hub::installed(hub.settings.cache);
    QCOMPARE(models.size(), std::size_t{1});
    QCOMPARE(models[0].id, std::string("gpt2"));
    QCOMPARE(models[0].sizeBytes, std::uint64_t{2});
}

void HubInstalledTest::an_interrupted_download_is_not_listed() {
    HubFixture hub;
    hub.server.fault = [&](const ServerRequest& request) -> std::optional<ServerAnswer> {
        return request.path.starts_with("/store/")
                   ? std::optional(ServerAnswer{.body = std::string(3'000'000, 'x'), .cutAfter = 1000})
                   : std::nullopt;
    };
    QVERIFY(!messageOf([&] { hub.fetch(); }).empty());
    QVERIFY(hub::installed(hub.settings.cache).empty());
}

void HubInstalledTest::a_good_model_verifies() {
    const HubFixture hub;
    hub.fetch();
    const auto verification = hub::verify(hub.settings.cache, "painter/tiny-captioner", {}, Progress::none());
    QVERIFY(verification.isGood());
    QCOMPARE(verification.fileCount, 5);
    QCOMPARE(verification.sizeBytes, hub.plan().totalBytes());
}

void HubInstalledTest::a_changed_byte_is_found_data() {
    QTest::addColumn<QString>("file");
    QTest::newRow("large") << "model.safetensors";
    QTest::newRow("small") << "vocab.txt";
}

void HubInstalledTest::a_changed_byte_is_found() {
    QFETCH(QString, file);
    const HubFixture hub;
    const fs::path blob = fs::canonical(hub.fetch() / file.toStdString());
    std::string bytes = readFile(blob);
    bytes.back() ^= 1;
    writeFileAtomically(blob, bytes);
    const auto verification = hub::verify(hub.settings.cache, "painter/tiny-captioner", {}, Progress::none());
    QCOMPARE(verification.problems.size(), std::size_t{1});
    QVERIFY(contains(verification.problems[0].place, blob.filename().string()));
}

void HubInstalledTest::a_missing_blob_is_found() {
    const HubFixture hub;
    const fs::path file = hub.fetch() / "model.safetensors";
    fs::remove(fs::canonical(file));
    const auto verification = hub::verify(hub.settings.cache, "painter/tiny-captioner", {}, Progress::none());
    QCOMPARE(verification.problems.size(), std::size_t{1});
    QCOMPARE(verification.problems[0].place, file.string());
}

void HubInstalledTest::a_stop_ends_verifying() {
    const HubFixture hub;
    hub.fetch();
    std::stop_source stop;
    stop.request_stop();
    const auto error =
        errorOf([&] { hub::verify(hub.settings.cache, "painter/tiny-captioner", stop.get_token(), Progress::none()); });
    QVERIFY(error && error->code() == ErrorCode::Cancelled);
}

void HubInstalledTest::a_removed_model_is_gone() {
    const HubFixture hub;
    hub.fetch();
    const std::uint64_t freed = hub::remove(hub.settings.cache, "painter/tiny-captioner");
    QVERIFY(freed >= hub.plan().totalBytes());
    QVERIFY(!fs::exists(hub.folder()));
    QVERIFY(hub::installed(hub.settings.cache).empty());
    QVERIFY(hub.isWhole(hub.fetch()));
}

void HubInstalledTest::removing_leaves_other_models() {
    const HubFixture hub;
    hub.fetch();
    const fs::path other = hub.settings.cache / "models--painter--tiny-captioner-2" / "snapshots" / "abc";
    fs::create_directories(other);
    writeFileAtomically(other / "config.json", "{}");
    hub::remove(hub.settings.cache, "painter/tiny-captioner");
    const auto models = hub::installed(hub.settings.cache);
    QCOMPARE(models.size(), std::size_t{1});
    QCOMPARE(models[0].id, std::string("painter/tiny-captioner-2"));
}

void HubInstalledTest::nothing_of_a_model_is_told_data() {
    QTest::addColumn<QString>("id");
    QTest::newRow("not there") << "painter/other";
    QTest::newRow("leads out of the cache") << "../../x";
    QTest::newRow("three parts") << "a/b/c";
    QTest::newRow("absolute") << "/tmp";
    QTest::newRow("empty") << "";
}

void HubInstalledTest::nothing_of_a_model_is_told() {
    QFETCH(QString, id);
    const HubFixture hub;
    hub.fetch();
    QVERIFY(!messageOf([&] { hub::remove(hub.settings.cache, id.toStdString()); }).empty());
    QVERIFY(!messageOf([&] { hub::verify(hub.settings.cache, id.toStdString(), {}, Progress::none()); }).empty());
    QCOMPARE(hub::installed(hub.settings.cache).size(), std::size_t{1});
}

} // namespace storyscope::test

QTEST_GUILESS_MAIN(storyscope::test::HubInstalledTest)
#include "hub_installed_test.moc"
