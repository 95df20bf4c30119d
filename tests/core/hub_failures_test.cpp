// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub_fixture.h"

#include "core/base/atomic_file.h"

#include <QTest>

#include <csignal>
#include <sys/resource.h>
#include <unistd.h>

namespace storyscope::test {

namespace fs = std::filesystem;

/// What can go wrong on the way is said in one sentence, leaves nothing half installed, and can be tried again.
class HubFailuresTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_failing_server_is_told_in_one_sentence_data();
    void a_failing_server_is_told_in_one_sentence();
    void a_gated_model_says_where_to_ask_for_access();
    void a_token_without_access_is_told();
    void offline_forbids_every_connection();
    void no_server_is_told();
    void a_redirect_loop_ends();
    void a_token_does_not_follow_a_redirect_of_the_description();
    void other_protocols_are_not_followed();
    void wrong_contents_are_deleted_data();
    void wrong_contents_are_deleted();
    void more_bytes_than_promised_are_refused();
    void another_range_than_asked_for_is_refused();
    void a_silent_server_is_given_up();
    void a_changed_revision_is_noticed();
    void hostile_names_fetch_nothing_data();
    void hostile_names_fetch_nothing();
    void a_hostile_etag_is_refused();
    void a_missing_shard_is_named_data();
    void a_missing_shard_is_named();
    void no_weights_are_told();
    void a_full_disk_is_known_before();
    void a_full_disk_keeps_what_came();
    void a_cache_that_is_a_file_is_told();
    void a_cache_of_another_user_is_told();
};

using Fault = HubServer::Fault;

/// The same answer for every request whose path begins so.
Fault always(const std::string& beginning, const ServerAnswer& answer) {
    return [=](const ServerRequest& request) {
        return request.path.starts_with(beginning) ? std::optional(answer) : std::nullopt;
    };
}

void HubFailuresTest::a_failing_server_is_told_in_one_sentence_data() {
    QTest::addColumn<QString>("path"); // whose requests fail
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("header");
    QTest::addColumn<QString>("told");
    const auto row = [](const char* name, const char* path, int status, const char* header, const char* told) {
        QTest::newRow(name) << path << status << header << told;
    };
    const char* const file = "/painter/tiny-captioner/resolve/";
    row("no such model", "/api/", 404, "X-Error-Code: RepoNotFound", "has no model painter/tiny-captioner");
    row("no such model, as told to strangers", "/api/", 401, "X-Error-Code: RepoNotFound",
        "does not exist, is private");
    row("no such revision", "/api/", 404, "X-Error-Code: RevisionNotFound", "no revision \"main\"");
    row("no such file", file, 404, "X-Error-Code: EntryNotFound", "no file config.json of painter/tiny-captioner");
    row("gated", file, 401, "X-Error-Code: GatedRepo", "granted access");
    row("forbidden", file, 403, "X: y", "granted access");
    row("forbidden by the store", "/store/", 403, "X: y", "model.safetensors of painter/tiny-captioner");
    row("too many requests", "/api/", 429, "Retry-After: 120", "try again in 120 seconds");
    row("too many requests, until a date", file, 429, "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT",
        "try again after Wed, 21 Oct 2026 07:28:00 GMT");
    row("too many requests, for who knows how long", "/store/", 429, "X: y", "try again later");
    row("trouble", "/api/", 500, "X: y", "has trouble");
    row("trouble of the store", "/store/", 503, "X: y", "model.safetensors of painter/tiny-captioner (status 503)");
    row("a web page for the description", "/api/", 200, "Content-Type: text/html; charset=utf-8",
        "a web page instead of painter/tiny-captioner");
    row("a web page for the metadata", file, 200, "Content-Type: text/html", "a web page instead of config.json");
    row("a web page for the weights", "/store/", 200, "Content-Type: text/html",
        "a web page instead of model.safetensors");
    row("no JSON", "/api/", 200, "Content-Type: application/json", "not to be understood");
    row("metadata of another kind of server", file, 200, "Content-Type: text/plain", "is HF_ENDPOINT right?");
    row("a redirect to nowhere", file, 302, "X: y", "an address that is not followed");
}

void HubFailuresTest::a_failing_server_is_told_in_one_sentence() {
    QFETCH(QString, path);
    QFETCH(int, status);
    QFETCH(QString, header);
    QFETCH(QString, told);
    HubFixture hub;
    hub.server.fault =
        always(path.toStdString(), {.status = status, .headers = {header.toStdString()}, .body = "<html>"});
    const std::string message = messageOf([&] { hub.fetch(); });
    QVERIFY2(contains(message, told.toStdString()), message.c_str());
    QVERIFY2(contains(message, "painter/tiny-captioner"), message.c_str());
    QVERIFY2(!contains(message, "\n"), message.c_str());
    QVERIFY(!hub.looksInstalled());
    if (path != "/store/") {
        QVERIFY(!fs::exists(hub.settings.cache));
    }

    hub.server.fault = nullptr;
    QVERIFY(hub.isWhole(hub.fetch()));
}

void HubFailuresTest::a_gated_model_says_where_to_ask_for_access() {
    HubFixture hub;
    hub.server.token = "hf_secret";
    hub.server.gated = "\"manual\"";
    QVERIFY(hub.plan().isGated);
    const std::string message = messageOf([&] { hub.fetch(); });
    QVERIFY2(contains(message, hub.server.address() + "/painter/tiny-captioner"), message.c_str());
    QVERIFY2(contains(message, "HF_TOKEN"), message.c_str());
}

void HubFailuresTest::a_token_without_access_is_told() {
    HubFixture hub;
    hub.server.token = "hf_secret";
    hub.settings.token = "hf_of_another";
    const std::string message = messageOf([&] { hub.fetch(); });
    QVERIFY2(contains(message, "the owner of this HF_TOKEN"), message.c_str());
    QVERIFY2(!contains(message, "hf_of_another"), message.c_str());
}

void HubFailuresTest::offline_forbids_every_connection() {
    HubFixture hub;
    const hub::Plan plan = hub.plan();
    const std::size_t before = hub.server.hubRequests().size();
    hub.settings.network = hub::Network::Forbidden;
    for (const std::string& message : {messageOf([&] { hub.plan(); }),
                                       messageOf([&] { hub::download(plan, hub.settings, {}, Progress::none()); })}) {
        QVERIFY2(contains(message, "HF_HUB_OFFLINE") && contains(message, "painter/tiny-captioner"), message.c_str());
    }
    QCOMPARE(hub.server.hubRequests().size(), before);
}

void HubFailuresTest::no_server_is_told() {
    HubFixture hub;
    {
        const TestServer gone([](const ServerRequest&) { return ServerAnswer(); });
        hub.settings.endpoint = gone.address();
    }
    const std::string message = messageOf([&] { hub.plan(); });
    QVERIFY2(contains(message, "Cannot reach 127.0.0.1 for painter/tiny-captioner"), message.c_str());
}

void HubFailuresTest::a_redirect_loop_ends() {
    HubFixture hub;
    hub.server.fault = always("/store/", {.status = 302, .headers = {"Location: /store/again"}});
    const std::string message = messageOf([&] { hub.fetch(); });
    QVERIFY2(contains(message, "without an end") && contains(message, "model.safetensors"), message.c_str());
    QVERIFY(hub.server.storeRequests().size() < 20);
    QVERIFY(!hub.looksInstalled());
}

void HubFailuresTest::a_token_does_not_follow_a_redirect_of_the_description() {
    HubFixture hub;
    hub.settings.token = "hf_secret";
    hub.server.fault = always("/api/", {.status = 307, .headers = {"Location: " + hub.server.storeAddress() + "/x"}});
    QVERIFY(!messageOf([&] { hub.plan(); }).empty());
    QCOMPARE(hub.server.storeRequests().size(), std::size_t{1});
    QVERIFY(hub.server.storeRequests().front().header("authorization").empty());
}

void HubFailuresTest::other_protocols_are_not_followed() {
    HubFixture hub;
    hub.server.fault = always("/api/", {.status = 302, .headers = {"Location: file:///etc/hostname"}});
    const std::string message = messageOf([&] { hub.plan(); });
    QVERIFY2(contains(message, "not followed"), message.c_str());
}

void HubFailuresTest::wrong_contents_are_deleted_data() {
    QTest::addColumn<QString>("file");
    QTest::newRow("large") << "model.safetensors";
    QTest::newRow("small") << "vocab.txt";
}

void HubFailuresTest::wrong_contents_are_deleted() {
    QFETCH(QString, file);
    HubFixture hub;
    std::string wrong = hub.server.files.at(file.toStdString()).bytes;
    wrong[wrong.size() / 2] ^= 1;
    hub.server.fault = [&](const ServerRequest& request) -> std::optional<ServerAnswer> {
        return request.method == "GET" && request.path.ends_with('/' + file.toStdString())
                   ? std::optional(HubServer::content(request, wrong))
                   : std::nullopt;
    };
    const auto error = errorOf([&] { hub.fetch(); });
    QVERIFY(error);
    QCOMPARE(error->code(), ErrorCode::Malformed);
    QVERIFY2(contains(error->what(), file.toStdString() + " of painter/tiny-captioner (its hash differs)"),
             error->what());
    QVERIFY(!hub.looksInstalled());
    for (const auto& entry : fs::directory_iterator(hub.folder() / "blobs")) {
        QVERIFY2(entry.path().extension() != ".incomplete", entry.path().c_str());
    }
    hub.server.fault = nullptr;
    QVERIFY(hub.isWhole(hub.fetch()));
}

void HubFailuresTest::more_bytes_than_promised_are_refused() {
    HubFixture hub;
    hub.server.fault = always("/store/", {.body = hub.server.files.at("model.safetensors").bytes + "x"});
    const std::string message = messageOf([&] { hub.fetch(); });
    QVERIFY2(contains(message, "More bytes were sent of model.safetensors"), message.c_str());
    hub.server.fault = nullptr;
    QVERIFY(hub.isWhole(hub.fetch()));
}

void HubFailuresTest::another_range_than_asked_for_is_refused() {
    HubFixture hub;
    const std::string& bytes = hub.server.files.at("model.safetensors").bytes;
    hub.server.fault = always("/store/", {.body = bytes, .cutAfter = 1000});
    QVERIFY(!messageOf([&] { hub.fetch(); }).empty());
    hub.server.fault =
        always("/store/", {.status = 206, .headers = {"Content-Range: bytes 0-2999999/3000000"}, .body = bytes});
    const std::string message = messageOf([&] { hub.fetch(); });
    QVERIFY2(contains(message, "another part"), message.c_str());
    hub.server.fault = nullptr;
    QVERIFY(hub.isWhole(hub.fetch()));
}

void HubFailuresTest::a_silent_server_is_given_up() {
    HubFixture hub;
    hub.settings.stallSeconds = 0.5;
    hub.server.fault =
        always("/store/", {.body = hub.server.files.at("model.safetensors").bytes, .stallAfter = 500'000});
    const std::string message = messageOf([&] { hub.fetch(); });
    QVERIFY2(contains(message, "sent nothing more of model.safetensors"), message.c_str());
    QCOMPARE(fs::file_size(hub.incompleteWeights()), std::uintmax_t{500'000});
    hub.server.fault = nullptr;
    QVERIFY(hub.isWhole(hub.fetch()));
}

void HubFailuresTest::a_changed_revision_is_noticed() {
    HubFixture hub;
    const hub::Plan plan = hub.plan();
    hub.server.files["model.safetensors"].bytes[5] ^= 1;
    const auto error = errorOf([&] { hub::download(plan, hub.settings, {}, Progress::none()); });
    QVERIFY(error);
    QCOMPARE(error->code(), ErrorCode::Mismatch);
    QVERIFY(!fs::exists(hub.settings.cache));
}

void HubFailuresTest::hostile_names_fetch_nothing_data() {
    QTest::addColumn<QString>("name");
    for (const char* name :
         {"../x", "/etc/passwd", "a/../../x", "a//b", "", ".", "..", "a\\\\b", "a\\u0000b", "a\\nb"}) {
        QTest::newRow(name) << name;
    }
}

void HubFailuresTest::hostile_names_fetch_nothing() {
    QFETCH(QString, name);
    HubFixture hub;
    hub.server.strangeNames = {name.toStdString()};
    const std::string message = messageOf([&] { hub.fetch(); });
    QVERIFY2(contains(message, "painter/tiny-captioner lists a file that would lie outside"), message.c_str());
    QVERIFY2(contains(message, name.toStdString()), message.c_str());
    QVERIFY(!fs::exists(hub.settings.cache));
}

void HubFailuresTest::a_hostile_etag_is_refused() {
    HubFixture hub;
    hub.server.fault = always("/painter/", {.headers = {"X-Repo-Commit: " + hub.server.commit, "ETag: \"../../x\""}});
    const std::string message = messageOf([&] { hub.fetch(); });
    QVERIFY2(contains(message, "config.json of painter/tiny-captioner"), message.c_str());
    QVERIFY(!fs::exists(hub.settings.cache));
}

void HubFailuresTest::a_missing_shard_is_named_data() {
    QTest::addColumn<QString>("index");
    QTest::newRow("by its number") << R"({"weight_map":{"a":"model-00001-of-00002.safetensors"}})";
    QTest::newRow("by the index") << R"({"weight_map":{"a":"other-00002-of-00002.safetensors"}})";
}

void HubFailuresTest::a_missing_shard_is_named() {
    QFETCH(QString, index);
    HubFixture hub;
    hub.server.files.erase("model.safetensors");
    hub.server.files.erase("pytorch_model.bin");
    hub.server.files["model.safetensors.index.json"] = {.bytes = index.toStdString()};
    hub.server.files["model-00001-of-00002.safetensors"] = {.bytes = noise(1000, 1), .isLarge = true};
    const bool isByIndex = index.contains("other");
    if (isByIndex) {
        hub.server.files["model-00002-of-00002.safetensors"] = {.bytes = noise(1000, 2), .isLarge = true};
    }
    const std::string message = messageOf([&] { hub.fetch(); });
    const std::string missing = isByIndex ? "other-00002-of-00002" : "model-00002-of-00002";
    QVERIFY2(contains(message, "lacks a part of its weights: " + missing), message.c_str());
    QVERIFY(hub.server.storeRequests().empty());
}

void HubFailuresTest::no_weights_are_told() {
    HubFixture hub;
    hub.server.files.erase("model.safetensors");
    hub.server.files.erase("pytorch_model.bin");
    const std::string message = messageOf([&] { hub.plan(); });
    QVERIFY2(contains(message, "painter/tiny-captioner has no weights"), message.c_str());
}

void HubFailuresTest::a_full_disk_is_known_before() {
    HubFixture hub;
    hub::Plan plan = hub.plan();
    plan.files.back().sizeBytes = std::uint64_t{1} << 58;
    const auto error = errorOf([&] { hub::download(plan, hub.settings, {}, Progress::none()); });
    QVERIFY(error);
    QCOMPARE(error->code(), ErrorCode::OutOfSpace);
    QVERIFY2(contains(error->what(), "too little space for painter/tiny-captioner"), error->what());
    QVERIFY(!fs::exists(hub.settings.cache));
}

void HubFailuresTest::a_full_disk_keeps_what_came() {
    HubFixture hub;
    struct rlimit before {};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const auto oldHandler = std::signal(SIGXFSZ, SIG_IGN);
    struct rlimit limit = before;
    limit.rlim_cur = 1'000'000;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const auto error = errorOf([&] { hub.fetch(); });
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, oldHandler);
    QVERIFY(error);
    QCOMPARE(error->code(), ErrorCode::OutOfSpace);
    QVERIFY2(contains(error->what(), "disk is full: model.safetensors of painter/tiny-captioner"), error->what());
    QVERIFY(!hub.looksInstalled());
    QCOMPARE(fs::file_size(hub.incompleteWeights()), std::uintmax_t{1'000'000});
    QVERIFY(hub.isWhole(hub.fetch()));
}

void HubFailuresTest::a_cache_that_is_a_file_is_told() {
    HubFixture hub;
    writeFileAtomically(hub.settings.cache, "not a folder");
    const auto error = errorOf([&] { hub.fetch(); });
    QVERIFY(error);
    QVERIFY2(contains(error->what(), "Cannot write the cache of models") &&
                 contains(error->what(), hub.settings.cache.string()),
             error->what());
}

void HubFailuresTest::a_cache_of_another_user_is_told() {
    if (::geteuid() != 0) {
        QSKIP("Only root can be two users");
    }
    HubFixture hub;
    fs::create_directories(hub.settings.cache);
    fs::permissions(hub.home.path().toStdString(), fs::perms(0755));
    constexpr uid_t nobody = 65534;
    QCOMPARE(::seteuid(nobody), 0);
    const auto error = errorOf([&] { hub.fetch(); });
    QCOMPARE(::seteuid(0), 0);
    QVERIFY(error);
    QVERIFY2(contains(error->what(), "belongs to another user, \"root\""), error->what());
    QVERIFY(fs::is_empty(hub.settings.cache));
}

} // namespace storyscope::test

QTEST_GUILESS_MAIN(storyscope::test::HubFailuresTest)
#include "hub_failures_test.moc"
