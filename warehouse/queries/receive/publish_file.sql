-- Make a Parquet file part of a ledger table without copying it. Places: table, published.
CALL ducklake_add_data_files('lake', <<table>>, <<published>>, schema => 'core')
