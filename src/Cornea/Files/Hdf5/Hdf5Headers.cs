namespace Cornea.Files;

/// <summary>Reads the messages of an HDF5 object's header, of both versions.</summary>
internal static class Hdf5Headers
{
    public static List<Hdf5Message> Read(Hdf5Bytes file, long address)
    {
        var messages = new List<Hdf5Message>();
        var blocks = new Queue<(long Start, long Size)>();
        bool isNew = file.Byte(address) == (byte)'O';
        bool hasOrder = false;
        if (isNew)
        {
            file.Signature(address, "OHDR"u8);
            if (file.Byte(address + 4) != 2) throw file.Broken(address, "expected an object header of version 2");
            int flags = file.Byte(address + 5), sizeBytes = 1 << (flags & 3);
            hasOrder = (flags & 4) != 0;
            long at = address + 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0);
            blocks.Enqueue((at + sizeBytes, file.Number(at, sizeBytes)));
        }
        else
        {
            if (file.Byte(address) != 1) throw file.Broken(address, "expected an object header of version 1 or 2");
            blocks.Enqueue((address + 16, file.UInt32(address + 8)));
        }

        while (blocks.TryDequeue(out (long Start, long Size) block)) ReadBlock(block.Start, block.Size);
        return messages;

        void ReadBlock(long start, long size)
        {
            file.Claim(start, size);
            int prefix = isNew ? hasOrder ? 6 : 4 : 8;
            long at = start, end = start + size;
            while (at + prefix <= end)
            {
                int type = isNew ? file.Byte(at) : file.UInt16(at), bytes = file.UInt16(at + (isNew ? 1 : 2));
                int flags = file.Byte(at + (isNew ? 3 : 4));
                var message = new Hdf5Message((Hdf5MessageType)type, at + prefix, bytes, (flags & 2) != 0);
                if (message.End > end) throw file.Broken(at, "a message ends beyond its header");
                if (message.Type == Hdf5MessageType.Continuation) Continue(message);
                else messages.Add(message);
                at = message.End;
            }
        }

        void Continue(Hdf5Message message)
        {
            if (message.Size < 16) throw file.Broken(message.Offset, "expected where the header goes on");
            long start = file.UInt64(message.Offset), size = file.UInt64(message.Offset + 8);
            if (!isNew)
            {
                blocks.Enqueue((start, size));
                return;
            }

            file.Signature(start, "OCHK"u8);
            if (size < 8) throw file.Broken(start, "the header's continuation is too short");
            blocks.Enqueue((start + 4, size - 8)); // Without signature and checksum.
        }
    }
}
