// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/pth_container.h"

#include "core/base/error.h"
#include "core/formats/zip_reader.h"

#include <algorithm>
#include <optional>

namespace storyscope::formats {

namespace {

constexpr std::uint64_t pickleLimitBytes = 64 << 20;
constexpr std::int64_t legacyProtocol = 1001;
constexpr std::uint64_t countSize = 8;
constexpr std::string_view tarMagic = "ustar";
constexpr std::uint64_t tarMagicOffset = 257;

struct StorageSize {
    TensorType type = TensorType::F32;
    std::int64_t elements = 0;
    std::uint64_t bytes() const { return static_cast<std::uint64_t>(elements) * sizeBytes(type); }
};

class ContainerReader {
public:
    explicit ContainerReader(WeightsInput& input) : m_input(input) {}

    PthContainer read() {
        if (m_input.sizeBytes() > tarMagicOffset + tarMagic.size() &&
            m_input.text(tarMagicOffset, tarMagic.size()) == tarMagic) {
            throw Error(ErrorCode::Unsupported,
                        "This is a tar archive, as PyTorch wrote them before 0.1.10; there are newer files of all "
                        "published networks",
                        inFile(m_input.file()));
        }
        const std::string first = m_input.text(0, std::min<std::uint64_t>(m_input.sizeBytes(), 4));
        first.starts_with("PK") ? readArchive() : readLegacy();
        return std::move(m_container);
    }

private:
    [[noreturn]] void fail(const std::string& reason, std::optional<std::uint64_t> offset = {}) const {
        throw Error(ErrorCode::Malformed, "This PyTorch file is damaged: " + reason,
                    {.file = m_input.file(), .byteOffset = offset, .row = {}});
    }

    [[noreturn]] void refuseBigEndian() const {
        throw Error(ErrorCode::Unsupported, "This PyTorch file was written by a big-endian machine",
                    inFile(m_input.file()));
    }

    /// Every storage of the object by its key.
    std::map<std::string, StorageSize> storages() const {
        std::map<std::string, StorageSize> result;
        for (const PickledStorage& storage : m_container.object.storages) {
            const auto [known, isNew] = result.try_emplace(storage.key, StorageSize{storage.type, storage.elements});
            if (!isNew && (known->second.type != storage.type || known->second.elements != storage.elements)) {
                fail("storage " + storage.key + " has two descriptions");
            }
        }
        return result;
    }

    void readArchive() {
        std::map<std::string, StoredEntry> entries;
        std::string folder;
        bool hasObject = false;
        for (StoredEntry& entry : storedEntries(m_input)) {
            const std::size_t slash = entry.name.find('/');
            if (slash != std::string::npos && entry.name.substr(slash) == "/data.pkl") {
                if (hasObject) {
                    fail("it holds two objects", entry.offset);
                }
                folder = entry.name.substr(0, slash);
                hasObject = true;
            }
            std::string name = entry.name;
            entries.emplace(std::move(name), std::move(entry));
        }
        if (!hasObject) {
            fail("its archive holds no data.pkl");
        }
        checkByteOrder(entries, folder);
        const StoredEntry& object = entries.at(folder + "/data.pkl");
        if (object.size > pickleLimitBytes) {
            fail("its pickle is too large", object.offset);
        }
        m_container.object =
            readPickle(m_input.text(object.offset, object.size), {.file = m_input.file(), .offset = object.offset});
        for (const auto& [key, storage] : storages()) {
            const auto found = entries.find(folder + "/data/" + key);
            if (found == entries.end() || found->second.size != storage.bytes()) {
                fail("storage " + key + " is missing or has another size");
            }
            m_container.storageOffsets[key] = found->second.offset;
        }
    }

    void checkByteOrder(const std::map<std::string, StoredEntry>& entries, const std::string& folder) {
        const auto found = entries.find(folder + "/byteorder");
        if (found != entries.end() &&
            m_input.text(found->second.offset, std::min<std::uint64_t>(found->second.size, 8)) != "little") {
            refuseBigEndian();
        }
    }

    /// Five pickles: a magic number, the protocol, the machine, the object, the keys of its storages; then, for every
    /// key, a count and the numbers.
    void readLegacy() {
        m_text = m_input.text(0, std::min(m_input.sizeBytes(), pickleLimitBytes));
        const Pickle magic = nextPickle();
        const Pickle protocol = nextPickle();
        if (magic.at(magic.root).text != legacyMagic || protocol.at(protocol.root).integer != legacyProtocol) {
            fail("it does not begin as PyTorch's files do", 0);
        }
        checkMachine(nextPickle());
        m_container.object = nextPickle();
        const Pickle keys = nextPickle();
        const auto known = storages();
        std::uint64_t offset = m_at;
        for (const PickleId key : keys.at(keys.root).items) {
            const auto storage = known.find(keys.at(key).text);
            if (storage == known.end()) {
                fail("it has a storage that nothing refers to", offset);
            }
            offset = addLegacyStorage(storage->first, storage->second, offset);
        }
        if (m_container.storageOffsets.size() != known.size()) {
            fail("a storage is missing");
        }
    }

    Pickle nextPickle() {
        Pickle pickle = readPickle(std::string_view(m_text).substr(m_at), {.file = m_input.file(), .offset = m_at});
        m_at += pickle.sizeBytes;
        return pickle;
    }

    void checkMachine(const Pickle& machine) const {
        const std::vector<PickleId>& items = machine.at(machine.root).items;
        for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
            if (machine.at(items[i]).text == "little_endian" && machine.at(items[i + 1]).integer == 0) {
                refuseBigEndian();
            }
        }
    }

    /// Returns where the next one begins.
    std::uint64_t addLegacyStorage(const std::string& key, const StorageSize& storage, std::uint64_t offset) {
        std::int64_t elements = 0;
        m_input.read(reinterpret_cast<std::byte*>(&elements), offset, countSize);
        const std::uint64_t begin = offset + countSize;
        if (elements != storage.elements) {
            fail("storage " + key + " has another size", offset);
        }
        if (storage.bytes() > m_input.sizeBytes() - begin) {
            fail("it ends too early", begin);
        }
        m_container.storageOffsets[key] = begin;
        return begin + storage.bytes();
    }

    WeightsInput& m_input;
    PthContainer m_container;
    std::string m_text; // of the legacy container's pickles
    std::size_t m_at = 0;
};

} // namespace

PthContainer readPthContainer(WeightsInput& input) {
    return ContainerReader(input).read();
}

} // namespace storyscope::formats
