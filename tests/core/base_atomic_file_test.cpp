// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fstream>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using storyscope::AtomicFile;
using storyscope::Error;
using storyscope::ErrorCode;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t limitBytes = 65536;

std::string contentOf(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::size_t filesIn(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

int modeOf(const fs::path& path) {
    struct stat status {};
    ::stat(path.c_str(), &status);
    return static_cast<int>(status.st_mode & 0777U);
}

/// While it lives, no file of this process may grow past limitBytes.
class FileSizeLimit {
public:
    FileSizeLimit() {
        ::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        rlimit limit = m_before;
        limit.rlim_cur = limitBytes;
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &m_before); }

private:
    rlimit m_before{};
};

} // namespace

class BaseAtomicFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void a_committed_file_has_all_bytes_and_nothing_else_is_left() {
        AtomicFile file(path("deep/er/story.json"));
        file.write("one ");
        file.write(std::string("t\0o", 3));
        file.commit();
        QCOMPARE(contentOf(path("deep/er/story.json")), std::string("one t\0o", 7));
        QCOMPARE(filesIn(path("deep/er")), std::size_t{1});
    }

    void without_commit_the_old_file_stays_and_nothing_is_left() {
        storyscope::writeFileAtomically(path("a"), "old");
        {
            AtomicFile file(path("a"));
            file.write("new");
            QCOMPARE(contentOf(path("a")), std::string("old"));
        }
        QCOMPARE(contentOf(path("a")), std::string("old"));
        QCOMPARE(filesIn(path("")), std::size_t{1});
    }

    void a_write_that_fails_halfway_keeps_the_old_file() {
        storyscope::writeFileAtomically(path("a"), "old");
        {
            const FileSizeLimit limit;
            QVERIFY_THROWS_EXCEPTION(Error,
                                     storyscope::writeFileAtomically(path("a"), std::string(2 * limitBytes, 'x')));
        }
        QCOMPARE(contentOf(path("a")), std::string("old"));
        QCOMPARE(filesIn(path("")), std::size_t{1});
    }

    void a_full_disk_is_told_as_such_and_keeps_the_old_file() {
        if (::mount("tmpfs", m_folder->path().toUtf8().constData(), "tmpfs", 0, "size=64k") != 0) {
            QSKIP("a small file system can only be mounted by root");
        }
        const auto unmount = qScopeGuard([this] { ::umount(m_folder->path().toUtf8().constData()); });
        storyscope::writeFileAtomically(path("a"), "old");
        try {
            storyscope::writeFileAtomically(path("a"), std::string(2 * limitBytes, 'x'));
            QFAIL("a full disk was not noticed");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::OutOfSpace);
            QCOMPARE(error.place().file, path("a"));
        }
        QCOMPARE(contentOf(path("a")), std::string("old"));
        QCOMPARE(filesIn(path("")), std::size_t{1});
    }

    void a_new_file_has_the_permissions_of_any_new_file() {
        storyscope::writeFileAtomically(path("a"), "x");
        std::ofstream(path("b")) << "x";
        QCOMPARE(modeOf(path("a")), modeOf(path("b")));
    }

    void a_replaced_file_keeps_its_permissions() {
        storyscope::writeFileAtomically(path("a"), "x");
        ::chmod(path("a").c_str(), 0600);
        storyscope::writeFileAtomically(path("a"), "y");
        QCOMPARE(modeOf(path("a")), 0600);
    }

    void a_place_that_cannot_be_written_is_named() {
        storyscope::writeFileAtomically(path("file"), "x");
        try {
            storyscope::writeFileAtomically(path("file/below"), "y");
            QFAIL("a file was taken for a folder");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::Unreadable);
            QCOMPARE(error.place().file, path("file/below"));
        }
    }

    void reading_gives_every_byte() {
        const std::string bytes("\0\xFF\r\n\x1A", 5);
        storyscope::writeFileAtomically(path("a"), bytes);
        QCOMPARE(storyscope::readFile(path("a")), bytes);
        QCOMPARE(storyscope::readFile(path("a"), bytes.size()), bytes);
    }

    void reading_refuses_what_is_no_readable_file_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("code");
        QTest::newRow("missing") << "missing" << static_cast<int>(ErrorCode::NotFound);
        QTest::newRow("folder") << "." << static_cast<int>(ErrorCode::Unreadable);
        QTest::newRow("too large") << "large" << static_cast<int>(ErrorCode::Malformed);
    }
    void reading_refuses_what_is_no_readable_file() {
        QFETCH(QString, name);
        QFETCH(int, code);
        storyscope::writeFileAtomically(path("large"), std::string(101, 'x'));
        try {
            storyscope::readFile(path(name.toStdString()), 100);
            QFAIL("the file was read");
        } catch (const Error& error) {
            QCOMPARE(static_cast<int>(error.code()), code);
            QCOMPARE(error.place().file, path(name.toStdString()));
        }
    }

private:
    fs::path path(const std::string& name) const { return fs::path(m_folder->path().toStdString()) / name; }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(BaseAtomicFileTest)
#include "base_atomic_file_test.moc"
