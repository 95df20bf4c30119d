// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub_fixture.h"

#include "core/base/atomic_file.h"
#include "core/models/pretrained_files.h"

#include <QTest>

#include <algorithm>
#include <chrono>
#include <random>
#include <thread>

namespace storyscope::test {

namespace fs = std::filesystem;

/// Published models are fetched whole, resumed where they were interrupted, and kept as other tools expect.
class HubDownloadTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_plan_says_what_would_be_fetched();
    void a_plan_fetches_nothing();
    void weights_are_the_best_kind_there_is_data();
    void weights_are_the_best_kind_there_is();
    void the_cache_is_laid_out_as_published();
    void our_own_search_finds_the_model();
    void a_second_download_fetches_no_contents();
    void interrupted_at_any_byte_it_resumes_byte_equal_data();
    void interrupted_at_any_byte_it_resumes_byte_equal();
    void a_server_without_ranges_sends_all_again_data();
    void a_server_without_ranges_sends_all_again();
    void a_redirect_within_the_hub_keeps_the_token();
    void copies_take_the_place_of_links();
    void two_downloads_at_once_do_not_disturb_each_other();
    void progress_reaches_the_total();
    void a_stop_takes_effect_at_once_and_keeps_what_came_data();
    void a_stop_takes_effect_at_once_and_keeps_what_came();
    void the_token_is_sent_to_the_hub_alone();
    void a_branch_with_a_slash_is_named_in_refs();
    void a_commit_needs_no_ref();
};

void HubDownloadTest::a_plan_says_what_would_be_fetched() {
    HubFixture hub;
    hub.server.gated = "\"auto\"";
    const hub::Plan plan = hub.plan();
    std::vector<std::string> names;
    std::ranges::transform(plan.files, std::back_inserter(names), &hub::PlannedFile::name);
    QCOMPARE(names, (std::vector<std::string>{"config.json", "preprocessor_config.json", "vocab.txt", "README.md",
                                              "model.safetensors"}));
    QCOMPARE(plan.licence, std::string("bsd-3-clause"));
    QCOMPARE(plan.commit, hub.server.commit);
    QVERIFY(plan.isGated);
    QVERIFY(plan.totalBytes() > 3'000'000 && plan.totalBytes() < 3'001'000);
    QCOMPARE(plan.presentBytes(), std::uint64_t{0});
    QVERIFY(!plan.isInstalled());
}

void HubDownloadTest::a_plan_fetches_nothing() {
    const HubFixture hub;
    hub.plan();
    QVERIFY(!fs::exists(hub.settings.cache));
    QCOMPARE(hub.server.hubRequests().size(), std::size_t{1});
}

void HubDownloadTest::weights_are_the_best_kind_there_is_data() {
    QTest::addColumn<QStringList>("there");
    QTest::addColumn<QStringList>("chosen");
    const QStringList parts{"model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"};
    const QStringList binParts{"pytorch_model-00001-of-00002.bin", "pytorch_model-00002-of-00002.bin"};
    QTest::newRow("safetensors") << QStringList{"model.safetensors", "pytorch_model.bin"}
                                 << QStringList{"model.safetensors"};
    QTest::newRow("shards") << (parts + QStringList{"model.safetensors.index.json", "pytorch_model.bin"})
                            << (QStringList{"model.safetensors.index.json"} + parts);
    QTest::newRow("bin") << QStringList{"pytorch_model.bin", "flax_model.msgpack"} << QStringList{"pytorch_model.bin"};
    QTest::newRow("bin shards") << (binParts + QStringList{"pytorch_model.bin.index.json"})
                                << (QStringList{"pytorch_model.bin.index.json"} + binParts);
}

void HubDownloadTest::weights_are_the_best_kind_there_is() {
    QFETCH(QStringList, there);
    QFETCH(QStringList, chosen);
    HubFixture hub;
    hub.server.files.clear();
    QString map;
    for (const QString& name : chosen) {
        if (name.contains("-of-")) {
            map += (map.isEmpty() ? "" : ",") + QStringLiteral("\"%1.weight\":\"%1\"").arg(name);
        }
    }
    for (const QString& name : there) {
        const bool isIndex = name.endsWith(".json");
        hub.server.files[name.toStdString()] = {
            .bytes = isIndex ? "{\"weight_map\":{" + map.toStdString() + "}}" : noise(1000, 3), .isLarge = !isIndex};
    }
    QStringList names;
    for (const hub::PlannedFile& file : hub.plan().files) {
        names += QString::fromStdString(file.name);
    }
    QCOMPARE(names, chosen);
    QVERIFY(hub.isWhole(hub.fetch()));
}

void HubDownloadTest::the_cache_is_laid_out_as_published() {
    const HubFixture hub;
    const fs::path snapshot = hub.fetch();
    QCOMPARE(snapshot, hub.folder() / "snapshots" / hub.server.commit);
    QCOMPARE(readFile(hub.folder() / "refs" / "main"), hub.server.commit);
    for (const hub::PlannedFile& file : hub.plan().files) {
        const HubFile& published = hub.server.files.at(file.name);
        const std::string blob = HubServer::blobName(published);
        QCOMPARE(fs::read_symlink(snapshot / file.name), fs::path("../../blobs") / blob);
        QCOMPARE(readFile(hub.folder() / "blobs" / blob), published.bytes);
    }
    std::ptrdiff_t entries = std::distance(fs::directory_iterator(hub.folder()), fs::directory_iterator());
    QCOMPARE(entries, 3); // blobs, refs, snapshots: nothing temporary is left
    entries = std::distance(fs::directory_iterator(hub.folder() / "blobs"), fs::directory_iterator());
    QCOMPARE(entries, 5);
    QVERIFY(hub.plan().isInstalled());
    QVERIFY((fs::status(snapshot).permissions() & fs::perms::others_read) != fs::perms::none);
}

void HubDownloadTest::our_own_search_finds_the_model() {
    const HubFixture hub;
    const fs::path snapshot = hub.fetch();
    const models::WeightsPlaces places{.own = {}, .torchHub = {}, .huggingFace = hub.settings.cache};
    QCOMPARE(models::hubSnapshots("painter/tiny-captioner", places), std::vector<fs::path>{snapshot});
    QCOMPARE(models::findWeights("painter/tiny-captioner", places), snapshot / "model.safetensors");
}

void HubDownloadTest::a_second_download_fetches_no_contents() {
    const HubFixture hub;
    hub.fetch();
    const std::size_t before = hub.server.storeRequests().size();
    QCOMPARE(hub.plan().presentBytes(), hub.plan().totalBytes());
    QVERIFY(hub.isWhole(hub.fetch()));
    QCOMPARE(hub.server.storeRequests().size(), before);
}

void HubDownloadTest::interrupted_at_any_byte_it_resumes_byte_equal_data() {
    QTest::addColumn<qulonglong>("offset");
    std::mt19937 random(2026);
    for (int row = 0; row < 10; ++row) {
        const qulonglong offset = random() % 3'000'000;
        QTest::addRow("after %llu bytes", offset) << offset;
    }
    QTest::newRow("before the first byte") << qulonglong{0};
    QTest::newRow("before the last byte") << qulonglong{2'999'999};
}

void HubDownloadTest::interrupted_at_any_byte_it_resumes_byte_equal() {
    QFETCH(qulonglong, offset);
    HubFixture hub;
    hub.server.fault = [&](const ServerRequest& request) -> std::optional<ServerAnswer> {
        if (!request.path.starts_with("/store/") || !request.header("range").empty()) {
            return std::nullopt;
        }
        ServerAnswer answer = HubServer::content(request, hub.server.files.at("model.safetensors").bytes);
        answer.cutAfter = offset;
        return answer;
    };
    const std::string message = messageOf([&] { hub.fetch(); });
    QVERIFY2(contains(message, "cut") && contains(message, "model.safetensors of painter/tiny-captioner"),
             message.c_str());
    QVERIFY(!hub.looksInstalled());
    QCOMPARE(fs::file_size(hub.incompleteWeights()), offset);
    QVERIFY(hub.plan().presentBytes() >= offset);

    if (offset == 0) {
        hub.server.fault = nullptr; // nothing to go on from: the next request has no range either
    }
    const fs::path snapshot = hub.fetch();
    QVERIFY(hub.isWhole(snapshot));
    QVERIFY(!fs::exists(hub.incompleteWeights()));
    const std::string range = hub.server.storeRequests().back().header("range");
    QCOMPARE(range, offset == 0 ? std::string() : "bytes=" + std::to_string(offset) + '-');
}

void HubDownloadTest::a_server_without_ranges_sends_all_again_data() {
    QTest::addColumn<int>("statusOfRanges");
    QTest::newRow("it ignores the range") << 200;
    QTest::newRow("it refuses the range") << 416;
}

void HubDownloadTest::a_server_without_ranges_sends_all_again() {
    QFETCH(int, statusOfRanges);
    HubFixture hub;
    std::optional<std::size_t> cut = 1'000'000;
    hub.server.fault = [&](const ServerRequest& request) -> std::optional<ServerAnswer> {
        if (!request.path.starts_with("/store/")) {
            return std::nullopt;
        }
        if (statusOfRanges == 416 && !request.header("range").empty()) {
            return ServerAnswer{.status = 416};
        }
        return ServerAnswer{.body = hub.server.files.at("model.safetensors").bytes, .cutAfter = cut};
    };
    QVERIFY(!messageOf([&] { hub.fetch(); }).empty());
    cut.reset();
    QVERIFY(hub.isWhole(hub.fetch()));
}

void HubDownloadTest::a_redirect_within_the_hub_keeps_the_token() {
    HubFixture hub;
    hub.server.token = "hf_secret";
    hub.settings.token = "hf_secret";
    const std::string place = "/painter/tiny-captioner/resolve/" + hub.server.commit + "/config.json";
    hub.server.fault = [&](const ServerRequest& request) -> std::optional<ServerAnswer> {
        if (request.path == place) {
            return ServerAnswer{.status = 307, .headers = {"Location: /api/resolve-cache/config.json"}};
        }
        if (request.path != "/api/resolve-cache/config.json") {
            return std::nullopt;
        }
        ServerAnswer answer = HubServer::content(request, hub.server.files.at("config.json").bytes);
        answer.headers.push_back("X-Repo-Commit: " + hub.server.commit);
        answer.headers.push_back("ETag: W/\"" + HubServer::blobName(hub.server.files.at("config.json")) + '"');
        answer.status = request.header("authorization") == "Bearer hf_secret" ? 200 : 401;
        return answer;
    };
    QVERIFY(hub.isWhole(hub.fetch()));
}

void HubDownloadTest::copies_take_the_place_of_links() {
    HubFixture hub;
    hub.settings.links = hub::Links::Copies;
    const fs::path snapshot = hub.fetch();
    QVERIFY(!fs::is_symlink(snapshot / "model.safetensors"));
    QVERIFY(hub.isWhole(snapshot));
    QVERIFY(hub.isWhole(hub.fetch())); // over what is there
}

void HubDownloadTest::two_downloads_at_once_do_not_disturb_each_other() {
    HubFixture hub;
    hub.server.fault = [&](const ServerRequest& request) -> std::optional<ServerAnswer> {
        if (!request.path.starts_with("/store/")) {
            return std::nullopt;
        }
        ServerAnswer answer = HubServer::content(request, hub.server.files.at("model.safetensors").bytes);
        answer.millisecondsPerChunk = 1;
        return answer;
    };
    hub.server.files["model.safetensors"].bytes.resize(400'000);
    std::string other;
    std::thread thread([&] { other = messageOf([&] { hub.fetch(); }); });
    const std::string own = messageOf([&] { hub.fetch(); });
    thread.join();
    QCOMPARE(own, std::string());
    QCOMPARE(other, std::string());
    QCOMPARE(hub.server.storeRequests().size(), std::size_t{1});
    QVERIFY(hub.isWhole(hub.folder() / "snapshots" / hub.server.commit));
}

void HubDownloadTest::progress_reaches_the_total() {
    class Record final : public Progress {
    public:
        void report(std::string_view stage, std::int64_t done, std::int64_t total) override {
            isRising = isRising && done >= last;
            last = done;
            lastTotal = total;
            stages.emplace_back(stage);
        }
        bool isRising = true;
        std::int64_t last = 0;
        std::int64_t lastTotal = 0;
        std::vector<std::string> stages;
    };
    const HubFixture hub;
    Record record;
    hub::download(hub.plan(), hub.settings, {}, record);
    QVERIFY(record.isRising);
    QCOMPARE(record.last, record.lastTotal);
    QCOMPARE(record.lastTotal, static_cast<std::int64_t>(hub.plan().totalBytes()));
    QVERIFY(std::ranges::find(record.stages, "Fetching model.safetensors") != record.stages.end());
}

void HubDownloadTest::a_stop_takes_effect_at_once_and_keeps_what_came_data() {
    QTest::addColumn<bool>("isSilent");
    QTest::newRow("while bytes come") << false;
    QTest::newRow("while none come") << true;
}

void HubDownloadTest::a_stop_takes_effect_at_once_and_keeps_what_came() {
    QFETCH(bool, isSilent);
    HubFixture hub;
    hub.settings.stallSeconds = 60;
    hub.server.fault = [&](const ServerRequest& request) -> std::optional<ServerAnswer> {
        if (!request.path.starts_with("/store/")) {
            return std::nullopt;
        }
        ServerAnswer answer = HubServer::content(request, hub.server.files.at("model.safetensors").bytes);
        answer.millisecondsPerChunk = isSilent ? 0 : 5;
        answer.stallAfter = isSilent ? 100'000 : 3'000'000;
        return answer;
    };
    std::stop_source stop;
    const hub::Plan plan = hub.plan();
    std::jthread person([&](const std::stop_token& isOver) {
        std::error_code isMissing;
        while ((fs::file_size(hub.incompleteWeights(), isMissing) < 50'000 || isMissing) && !isOver.stop_requested()) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        stop.request_stop();
    });
    const auto error = errorOf([&] { hub::download(plan, hub.settings, stop.get_token(), Progress::none()); });
    QVERIFY(error);
    QCOMPARE(error->code(), ErrorCode::Cancelled); // not that a silent server was given up
    QVERIFY(!hub.looksInstalled());
    const std::uintmax_t kept = fs::file_size(hub.incompleteWeights());
    QVERIFY2(kept > 0 && kept < 1'000'000, std::to_string(kept).c_str()); // the server had three

    hub.server.fault = nullptr;
    QVERIFY(hub.isWhole(hub.fetch()));
}

void HubDownloadTest::the_token_is_sent_to_the_hub_alone() {
    HubFixture hub;
    hub.server.token = "hf_secret";
    hub.settings.token = "hf_secret";
    QVERIFY(hub.isWhole(hub.fetch()));
    for (const ServerRequest& request : hub.server.hubRequests()) {
        QCOMPARE(request.header("authorization"), std::string("Bearer hf_secret"));
    }
    QCOMPARE(hub.server.storeRequests().size(), std::size_t{1});
    for (const ServerRequest& request : hub.server.storeRequests()) {
        QVERIFY(request.header("authorization").empty());
        for (const auto& [name, value] : request.headers) {
            QVERIFY2(!contains(value, "hf_secret"), name.c_str());
        }
    }
}

void HubDownloadTest::a_branch_with_a_slash_is_named_in_refs() {
    HubFixture hub;
    hub.server.revision = "refs%2Fpr%2F1"; // as it stands in the address
    const hub::Plan plan = hub::plan(hub.server.repository, "refs/pr/1", hub.settings, {});
    hub::download(plan, hub.settings, {}, Progress::none());
    QCOMPARE(readFile(hub.folder() / "refs" / "refs" / "pr" / "1"), hub.server.commit);
}

void HubDownloadTest::a_commit_needs_no_ref() {
    HubFixture hub;
    hub.server.revision = hub.server.commit;
    QVERIFY(hub.isWhole(hub.fetch()));
    QVERIFY(fs::is_empty(hub.folder() / "refs"));
}

} // namespace storyscope::test

QTEST_GUILESS_MAIN(storyscope::test::HubDownloadTest)
#include "hub_download_test.moc"
