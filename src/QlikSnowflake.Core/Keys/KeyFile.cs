using QlikSnowflake.Errors;

namespace QlikSnowflake.Keys;

/// <summary>Reads key files, with errors that say what to do.</summary>
internal static class KeyFile
{
    // The largest RSA key anyone uses is a few kilobytes; a file beyond this is something else.
    private const int MostBytes = 1 << 20;

    public static byte[] Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length > MostBytes)
                throw KeyProblems.NotAKey($"'{path}'", "larger than 1 MiB");

            var content = new byte[stream.Length];
            var length = 0;
            while (length < content.Length && stream.Read(content, length, content.Length - length) is > 0 and var read)
                length += read;
            return content;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException(
                "KeyFileNotFound",
                $"The key file '{path}' does not exist.",
                "Check the path. New-SnowflakeKeyPair makes a new key pair.",
                FailureKind.NotFound,
                e
            );
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new InputException(
                "KeyPathInvalid",
                "The path of the key file is empty or holds characters that no path has.",
                "Check the path.",
                inner: e
            );
        }
        catch (UnauthorizedAccessException e) when (Directory.Exists(path))
        {
            throw new InputException(
                "KeyFileUnreadable",
                $"'{path}' is a folder, not a key file.",
                "Give the path of the file in it, such as rsa_key.p8.",
                inner: e
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                "KeyFileUnreadable",
                $"The key file '{path}' cannot be read: {e.Message}",
                "Run as the account that owns the file, or give this account the right to read it.",
                FailureKind.Permission,
                e
            );
        }
    }
}
