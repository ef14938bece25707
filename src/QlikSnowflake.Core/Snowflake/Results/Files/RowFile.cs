using System.IO.Compression;
using System.Text;
using QlikSnowflake.Errors;
using QlikSnowflake.Files;
using QlikSnowflake.Http;

namespace QlikSnowflake.Snowflake.Results.Files;

/// <summary>Writes the rows of a result into a file.</summary>
public static class RowFile
{
    private const int BufferSize = 262_144;

    /// <summary>How a file is written, by its name: .csv, .jsonl or .ndjson, and .gz after these.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">The name tells nothing.</exception>
    public static RowFileOptions OptionsFor(string path)
    {
        var gzip = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        var name = gzip ? path.Substring(0, path.Length - 3) : path;
        return Path.GetExtension(name).ToUpperInvariant() switch
        {
            ".CSV" or ".TXT" => new RowFileOptions { Gzip = gzip, ByteOrderMark = !gzip },
            ".TSV" => new RowFileOptions
            {
                Gzip = gzip,
                ByteOrderMark = !gzip,
                Delimiter = '\t',
            },
            ".JSONL" or ".NDJSON" => new RowFileOptions { Gzip = gzip, JsonLines = true },
            _ => throw new InputException(
                ErrorIds.FileFormatUnknown,
                $"The name '{Path.GetFileName(path)}' does not say which format the file is to have.",
                "Let it end in .csv, .tsv or .jsonl, or in one of these and .gz."
            ),
        };
    }

    /// <summary>Writes all rows of a result. The file is not complete then: what failed leaves no trace.</summary>
    /// <param name="result">The result.</param>
    /// <param name="path">Where the file will stand, for what is said of it.</param>
    /// <param name="file">The file.</param>
    /// <param name="options">How it is written.</param>
    /// <param name="written">Told how many rows are written so far; called on another thread.</param>
    /// <param name="context">The operation.</param>
    /// <returns>How many rows were written.</returns>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static async Task<long> WriteAsync(
        ResultReader result,
        string path,
        OutputFile file,
        RowFileOptions options,
        Action<long>? written,
        CallContext context
    )
    {
        try
        {
            // The file stays open: it is written to the disk and moved to its place when all of it is there.
            using var gzip = options.Gzip ? new GZipStream(file.Stream, CompressionLevel.Fastest, leaveOpen: true) : null;
            using var text = new StreamWriter(
                (Stream?)gzip ?? file.Stream,
                new UTF8Encoding(options.ByteOrderMark),
                BufferSize,
                leaveOpen: true
            );
            RowFileWriter writer = options.JsonLines
                ? new JsonLinesRowWriter(text, result.Columns, result.PropertyNames)
                : new CsvRowWriter(text, result.Columns, result.PropertyNames, options);
            writer.Begin();
            var rows = await result.WriteAsync(writer, written, context).ConfigureAwait(false);
            writer.Flush();
            return rows;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw OutputFile.Explain(path, e);
        }
    }
}
